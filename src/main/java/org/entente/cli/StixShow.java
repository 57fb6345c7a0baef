package org.entente.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.Problem;
import org.entente.stix.StixId;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.entente.stix.model.Common;
import org.entente.stix.model.ExternalReference;
import org.entente.stix.model.GranularMarking;
import org.entente.stix.model.KillChainPhase;
import org.entente.stix.model.TypedObject;
import org.jspecify.annotations.Nullable;

/** Shows the objects of a file to a person: one block for each, with the names of what it refers to where the file has it. */
final class StixShow {
    private static final int LABEL_WIDTH = 20;

    /** Longer values are cut; {@code stix show} is for looking, not for copying. */
    private static final int MAX_VALUE_CHARS = 400;

    private final PrintWriter out;
    private final PrintWriter err;
    private final Map<StixId, String> titles = new HashMap<>();
    private int shown;
    private int leftOut;

    private StixShow(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /** Shows all valid objects, or all versions of one; the exit code says whether there was none to show, or an invalid one. */
    static ExitCode show(byte[] document, Limits limits, @Nullable StixId only, PrintWriter out, PrintWriter err) {
        StixShow show = new StixShow(out, err);
        StixReader.read(document, limits, show::learn);
        StixReader.read(document, limits, parsed -> show.show(parsed, only));
        if (only != null && show.shown == 0) {
            err.println("entente: The file holds no valid object of this id.");
            return ExitCode.FINDING;
        }
        return show.leftOut > 0 ? ExitCode.FINDING : ExitCode.OK;
    }

    private void learn(Parsed parsed) {
        switch (parsed) {
            case Parsed.Valid valid -> {
                TypedObject typed = typed(valid);
                String title = typed == null ? null : KeyFacts.title(typed);
                if (title != null) {
                    titles.put(valid.object().id(), title);
                }
                if (typed == null) {
                    leaveOut(valid.line(), "a number has too many digits to be shown");
                }
            }
            case Parsed.Invalid invalid -> {
                Problem first = invalid.problems().getFirst();
                leaveOut(invalid.line(), first.rule() + " at " + first.path() + ": " + first.message());
            }
        }
    }

    private void leaveOut(long line, String why) {
        leftOut++;
        err.println("entente: line " + line + " is left out: " + Table.printable(why));
    }

    private static @Nullable TypedObject typed(Parsed.Valid valid) {
        try {
            return TypedObject.of(valid.object());
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void show(Parsed parsed, @Nullable StixId only) {
        if (parsed instanceof Parsed.Valid valid
                && (only == null || valid.object().id().equals(only))) {
            TypedObject typed = typed(valid);
            if (typed != null) {
                show(typed);
            }
        }
    }

    private void show(TypedObject object) {
        if (shown++ > 0) {
            out.println();
        }
        Common common = object.common();
        String title = KeyFacts.title(object);
        out.println(
                clean(common.type() + (title == null ? "" : "  " + title) + (common.revoked() ? "  (revoked)" : "")));
        fact("id", common.id().value());
        KeyFacts.of(object, this::fact);
        fact("created", common.created());
        fact("modified", common.modified());
        fact("created by", common.createdByRef());
        fact("labels", common.labels());
        fact("confidence", common.confidence());
        fact("language", common.lang());
        fact("markings", common.objectMarkingRefs().stream().map(this::marking).toList());
        fact("marked in parts", common.granularMarkings());
        fact("external references", common.externalReferences());
        common.extensions().forEach((key, extension) -> fact("extension", key + ", " + KeyFacts.kind(extension)));
        fact("also has", common.other().keySet());
    }

    private void fact(String label, @Nullable Object value) {
        String text = value == null ? "" : text(value);
        if (!text.isEmpty()) {
            out.println("  " + label + " ".repeat(Math.max(1, LABEL_WIDTH - label.length())) + clean(text));
        }
    }

    private String text(Object value) {
        return switch (value) {
            case StixId id -> titles.containsKey(id) ? titles.get(id) + " (" + id + ")" : id.value();
            case Collection<?> many -> many.stream().map(this::text).collect(Collectors.joining("; "));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> entry.getKey() + " " + entry.getValue())
                        .collect(Collectors.joining("; "));
            case KillChainPhase phase -> phase.killChainName() + ": " + phase.phaseName();
            case ExternalReference reference -> text(reference);
            case GranularMarking marking ->
                String.join(", ", marking.selectors()) + ": "
                        + (marking.markingRef() == null ? "language " + marking.lang() : marking(marking.markingRef()));
            case Boolean yes -> yes ? "yes" : "no";
            default -> value.toString();
        };
    }

    private static String text(ExternalReference reference) {
        List<String> parts = new ArrayList<>(List.of(reference.sourceName()));
        for (String part : new String[] {reference.externalId(), reference.url(), reference.description()}) {
            if (part != null) {
                parts.add(part);
            }
        }
        return String.join(", ", parts);
    }

    private String marking(StixId marking) {
        Tlp tlp = Tlp.ofMarking(marking);
        return tlp == null ? text(marking) : "TLP:" + tlp.text().toUpperCase(Locale.ROOT);
    }

    /** On one line, without what could steer a terminal. */
    private static String clean(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return Table.printable(line.length() > MAX_VALUE_CHARS ? line.substring(0, MAX_VALUE_CHARS) + "..." : line);
    }
}
