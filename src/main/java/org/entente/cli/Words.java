package org.entente.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.stream.Collectors;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.ConstraintText;
import org.entente.memorandum.Reading;
import tools.jackson.databind.JsonNode;

/** Constraints as a person reads them, from their JSON form. */
final class Words {
    private Words() {}

    /** For instance {@code type is any of [indicator, identity] and tlp at most green}. */
    static String constraint(JsonNode constraint) {
        return switch (Constraint.read(constraint.toString().getBytes(UTF_8))) {
            case Reading.Accepted<Constraint>(var read) -> ConstraintText.of(read);
            // A newer node may know terms that this command does not.
            case Reading.Refused<Constraint> _ -> constraint.toString();
        };
    }

    /** Duties of a grant as a person reads them. */
    static String duties(JsonNode duties) {
        return duties.isEmpty()
                ? "none"
                : duties.properties().stream()
                        .map(duty -> duty.getKey() + " "
                                + (duty.getValue().isString()
                                        ? duty.getValue().asString()
                                        : duty.getValue().toString()))
                        .collect(Collectors.joining(", "));
    }
}
