package org.entente.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entente.cli.conformance.Case;
import org.entente.cli.conformance.Chapter;
import org.entente.cli.conformance.Result;
import org.entente.cli.conformance.TaxiiSuite;
import org.entente.cli.conformance.Verdict;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What the conformance suite found, for people or, as JSON, for programs. Results are printed as they come. */
final class ConformanceReport {

    private static final List<String> WORDS = List.of("PASS", "FAIL", "ADVICE", "NOT APPLICABLE");

    private final PrintWriter out;
    private final boolean json;
    private @Nullable Chapter chapter;

    ConformanceReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /** All cases, without any result. */
    void list(List<Case> cases) {
        for (Case each : cases) {
            if (json) {
                out.println(line(each));
            } else {
                heading(each.chapter());
                row(each.level().name(), each);
                sentence(each);
            }
        }
    }

    void result(Result result) {
        if (json) {
            out.println(line(result));
        } else {
            heading(result.of().chapter());
            row(result.word(), result.of());
            switch (result.verdict()) {
                case Verdict.Passed _ -> {}
                case Verdict.NotApplicable(var reason) -> detail("since", reason);
                case Verdict.Failed(var expected, var asked, var came) -> {
                    sentence(result.of());
                    detail("expected", expected);
                    detail("asked", asked);
                    detail("came", came);
                }
            }
        }
        out.flush();
    }

    /** How many of each, and what was left behind. */
    void sum(TaxiiSuite.Report report) {
        Map<String, Long> counts = new LinkedHashMap<>();
        WORDS.forEach(word -> counts.put(
                word,
                report.results().stream()
                        .filter(result -> result.word().equals(word))
                        .count()));
        if (json) {
            ObjectNode sum = JsonNodeFactory.instance.objectNode();
            ObjectNode summary = sum.putObject("summary");
            counts.forEach((word, count) -> summary.put(key(word), count));
            report.left().forEach(summary.putArray("left")::add);
            out.println(sum);
            return;
        }
        out.println();
        out.printf(
                "%d passed, %d failed, %d advice not followed, %d not applicable%n",
                counts.get("PASS"), counts.get("FAIL"), counts.get("ADVICE"), counts.get("NOT APPLICABLE"));
        if (!report.left().isEmpty()) {
            out.println("Posted and not deleted again:");
            report.left().forEach(path -> out.println("  " + Table.printable(path)));
        }
    }

    private void heading(Chapter next) {
        if (next != chapter) {
            out.println((chapter == null ? "" : System.lineSeparator()) + next.heading());
            chapter = next;
        }
    }

    private void row(String word, Case of) {
        out.println("  %-14s  %-26s  %s".formatted(word, of.id(), of.title()));
    }

    private void sentence(Case of) {
        detail("section", of.section() + ": " + of.sentence());
        if (of.interop() != null) {
            detail("interop", of.interop());
        }
    }

    private void detail(String name, String text) {
        out.println(Table.printable("%18s%-9s %s".formatted("", name, text)));
    }

    private static String key(String word) {
        return word.toLowerCase(Locale.ROOT).replace(' ', '_');
    }

    private static ObjectNode line(Case of) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("case", of.id())
                .put("chapter", of.chapter().heading())
                .put("level", key(of.level().name()))
                .put("title", of.title())
                .put("section", of.section())
                .put("sentence", of.sentence())
                .put("interop", of.interop());
    }

    private static ObjectNode line(Result result) {
        ObjectNode line = line(result.of()).put("verdict", key(result.word()));
        switch (result.verdict()) {
            case Verdict.Passed _ -> {}
            case Verdict.NotApplicable(var reason) -> line.put("reason", reason);
            case Verdict.Failed(var expected, var asked, var came) ->
                line.put("expected", expected).put("asked", asked).put("came", came);
        }
        return line;
    }
}
