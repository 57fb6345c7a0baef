package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import org.entente.exchange.Failure;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.ConstraintText;
import org.entente.memorandum.Fault;
import org.entente.memorandum.Grant;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.jspecify.annotations.Nullable;

/** Constraints in files, as text for people and back; no node is needed. */
final class TextForms {
    private TextForms() {}

    /** The constraints of a memorandum, of one with its signatures, or of house rules. */
    static void document(Path file, PrintWriter out) {
        byte[] bytes = NamedFile.read(file, SignedMemorandum.MAX_BYTES);
        Reading<Memorandum> memorandum = signedOrNot(bytes);
        if (memorandum instanceof Reading.Accepted<Memorandum>(var read)) {
            memorandum(read, out);
        } else if (HouseRules.read(bytes) instanceof Reading.Accepted<HouseRules>(var rules)) {
            rules(rules, out);
        } else {
            accepted(memorandum, "The file is neither a memorandum nor house rules.");
        }
    }

    private static void memorandum(Memorandum memorandum, PrintWriter out) {
        out.println(Table.printable(memorandum.title()));
        for (Grant grant : memorandum.grants()) {
            out.println();
            out.println(Table.printable("Grant " + grant.id() + ": " + grant.title()));
            String to = String.join(", ", grant.to());
            new Table()
                    .row("  from", with(grant.from(), grant.scope().fromCommunity()))
                    .row(
                            "  to",
                            to.isEmpty() ? "nobody" : with(to, grant.scope().toCommunity()))
                    .row(
                            "  for",
                            grant.scope().purpose() == null
                                    ? "any purpose"
                                    : grant.scope().purpose())
                    .row("  if", ConstraintText.of(grant.constraint()))
                    .print(out);
        }
    }

    private static String with(String organisation, @Nullable String community) {
        return community == null ? organisation : organisation + " (" + community + ")";
    }

    private static void rules(HouseRules rules, PrintWriter out) {
        Table table = new Table("RULE", "REQUIRES", "TEXT");
        rules.rules().forEach(rule -> table.row(rule.id(), ConstraintText.of(rule.require()), rule.text()));
        table.print(out);
    }

    /** The JSON of a text, on one line. */
    static void json(String text, PrintWriter out) {
        Constraint constraint = accepted(ConstraintText.read(text), "The text is not a constraint.");
        out.println(new String(constraint.canonical(), UTF_8));
    }

    /** The text of a constraint in a JSON file. */
    static void text(Path file, PrintWriter out) {
        byte[] bytes = NamedFile.read(file, Constraint.MAX_BYTES);
        Constraint constraint = accepted(Constraint.read(bytes), "The file is not a constraint.");
        out.println(Table.printable(ConstraintText.of(constraint)));
    }

    /** A constraint from its JSON text. */
    static Constraint constraint(String json) {
        return accepted(Constraint.read(json.getBytes(UTF_8)), "The text is not a constraint in JSON.");
    }

    /** A constraint as people write it. */
    static Constraint written(String text) {
        return accepted(ConstraintText.read(text), "The text is not a constraint.");
    }

    /** House rules from a file. */
    static HouseRules rules(Path file) {
        return accepted(
                HouseRules.read(NamedFile.read(file, HouseRules.MAX_BYTES)), "The file does not hold house rules.");
    }

    /** A memorandum, with its signatures or without. */
    static Memorandum memorandum(byte[] bytes) {
        return accepted(signedOrNot(bytes), "The file does not hold a memorandum.");
    }

    /** Where it is neither, the faults are those of a memorandum without signatures: drafts are what people have at hand. */
    private static Reading<Memorandum> signedOrNot(byte[] bytes) {
        return SignedMemorandum.read(bytes) instanceof Reading.Accepted<SignedMemorandum>(var signed)
                ? new Reading.Accepted<>(signed.memorandum())
                : Memorandum.read(bytes);
    }

    private static <T> T accepted(Reading<T> reading, String sentence) {
        return switch (reading) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T>(var faults) -> {
                Fault first = faults.getFirst();
                throw new Failure(
                        Failure.Code.INVALID,
                        sentence,
                        "path",
                        first.path(),
                        "rule",
                        first.rule(),
                        "reason",
                        first.message());
            }
        };
    }
}
