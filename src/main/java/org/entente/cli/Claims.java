package org.entente.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.entente.exchange.Failure;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.ConstraintText;
import org.entente.memorandum.Contract;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.SignedMemorandum;
import org.entente.release.Comparison;
import org.entente.release.Facets;
import org.entente.release.Proof;
import org.entente.release.Prove;
import org.entente.release.Terms;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What can be said of memoranda before they are signed, without a node: comparisons, and proofs over all possible objects. */
final class Claims {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private Claims() {}

    /** The differences of two memoranda, and what each does to what may go. */
    static ObjectNode compare(Memorandum before, Memorandum after) {
        ObjectNode result = JSON.objectNode();
        ArrayNode differences = result.putArray("differences");
        for (Comparison.Difference difference : Comparison.of(before, after).differences()) {
            differences
                    .addObject()
                    .put("clause", difference.clause())
                    .put("part", difference.part())
                    .put("before", difference.before())
                    .put("after", difference.after());
        }
        ArrayNode reaches = result.putArray("contracts");
        for (Comparison.Reach reach : Comparison.reaches(before, after)) {
            ObjectNode node = reaches.addObject()
                    .put("grant", reach.contract().grant())
                    .put("receiver", reach.contract().receiver())
                    .put("effect", reach.effect().name().toLowerCase(Locale.ROOT));
            example(node, "gained", reach.gained());
            example(node, "lost", reach.lost());
        }
        return result;
    }

    static void print(ObjectNode comparison, PrintWriter out) {
        if (comparison.path("differences").isEmpty()) {
            out.println("Both say the same.");
        }
        for (JsonNode difference : comparison.path("differences")) {
            String part = difference.path("part").asString();
            out.println(Table.printable(difference.path("clause").asString() + (part.isEmpty() ? "" : ", " + part)));
            out.println(Table.printable("  before: " + side(difference.path("before"), part)));
            out.println(Table.printable("  after:  " + side(difference.path("after"), part)));
        }
        Table table = new Table("GRANT", "RECEIVER", "WHAT MAY GO IS", "GAINED, FOR EXAMPLE", "LOST, FOR EXAMPLE");
        for (JsonNode reach : comparison.path("contracts")) {
            table.row(
                    reach.path("grant"),
                    reach.path("receiver"),
                    reach.path("effect"),
                    reach.path("gained"),
                    reach.path("lost"));
        }
        if (!comparison.path("contracts").isEmpty()) {
            out.println();
            table.print(out);
        }
    }

    private static String side(JsonNode json, String part) {
        if (json.isNull()) {
            return "nothing";
        }
        String text = json.asString();
        return part.equals("constraint") ? ConstraintText.of(TextForms.constraint(text)) : text;
    }

    /** A claim, and what came of it. */
    private static void claim(ArrayNode claims, String claim, Proof proof) {
        ObjectNode node = claims.addObject().put("claim", claim);
        switch (proof) {
            case Proof.Holds(var cases) -> node.put("outcome", "proved").put("cases", cases);
            case Proof.Fails(var example, var _) -> {
                node.put("outcome", "fails");
                example(node, "example", example);
            }
            case Proof.Undecided() -> node.put("outcome", "undecided");
        }
    }

    /**
     * Checks a memorandum: which grants permit nothing at all, which permit nothing that another does not, and, where a
     * constraint is given, that nothing of which it is true may go.
     *
     * @param grant the only grant that is looked at, or null for all
     */
    static ObjectNode check(
            Memorandum memorandum, HouseRules rules, @Nullable Constraint never, @Nullable String grant) {
        List<Contract> contracts = memorandum.contracts().stream()
                .filter(contract -> grant == null || contract.grant().equals(grant))
                .toList();
        if (contracts.isEmpty()) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "The memorandum has no such grant, or none that anybody receives under.",
                    "grant",
                    grant == null ? "any" : grant);
        }
        ObjectNode result = JSON.objectNode();
        ArrayNode claims = result.putArray("claims");
        for (Contract contract : contracts) {
            Terms terms = Terms.of(memorandum, contract, true, rules);
            String name = "grant " + contract.grant() + " to " + contract.receiver();
            if (never != null) {
                claim(claims, name + " never permits " + ConstraintText.of(never), Prove.never(terms, never));
                continue;
            }
            if (Prove.nothing(terms) instanceof Proof.Holds holds) {
                claim(claims, name + " permits nothing: its clauses contradict one another", holds);
            }
            for (Contract other : contracts) {
                boolean same = other.giver().equals(contract.giver())
                        && other.receiver().equals(contract.receiver())
                        && !other.grant().equals(contract.grant());
                if (same
                        && Prove.within(terms, Terms.of(memorandum, other, true, rules)) instanceof Proof.Holds holds) {
                    claim(claims, name + " permits nothing that grant " + other.grant() + " does not", holds);
                }
            }
        }
        return result;
    }

    static void printClaims(ObjectNode result, PrintWriter out) {
        if (result.path("claims").isEmpty()) {
            out.println("Every grant permits something, and no grant permits nothing that another does not.");
            return;
        }
        for (JsonNode claim : result.path("claims")) {
            out.println(Table.printable(claim.path("outcome").asString() + ": "
                    + claim.path("claim").asString()));
            if (claim.has("cases")) {
                out.println("  over all objects there could be, of "
                        + claim.path("cases").asLong() + " kinds that the clauses tell apart");
            }
            if (claim.has("example")) {
                out.println(Table.printable(
                        "  an object that goes: " + claim.path("example").asString()));
            }
        }
    }

    private static void example(ObjectNode node, String name, @Nullable Facets facets) {
        if (facets != null) {
            node.put(name, words(facets));
        }
    }

    /** The facets of an example as a person reads them; what it does not say is left out. */
    private static String words(Facets facets) {
        StringBuilder words = new StringBuilder(facets.type());
        append(words, "tlp", facets.tlp() == null ? "" : facets.tlp().text());
        append(words, "topics", String.join(", ", facets.topics()));
        append(words, "collection", facets.collection() == null ? "" : facets.collection());
        append(
                words,
                "markings",
                String.join(
                        ", ",
                        facets.markings().stream()
                                .map(marking -> marking.value())
                                .toList()));
        facets.said().forEach((operand, texts) -> append(words, operand.text(), String.join(", ", texts)));
        return words.toString();
    }

    private static void append(StringBuilder words, String name, String text) {
        if (!text.isEmpty()) {
            words.append("; ").append(name).append(' ').append(text);
        }
    }

    /** The memorandum in a file, with its signatures or without. */
    static Memorandum read(Path file) {
        return TextForms.memorandum(NamedFile.read(file, SignedMemorandum.MAX_BYTES));
    }
}
