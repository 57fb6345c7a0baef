package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.fail;

import java.util.Arrays;
import java.util.List;

/** Small objects that the tests vary. */
final class Samples {
    static final String UUID = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";
    static final String CAMPAIGN_ID = "campaign--" + UUID;
    static final String IDENTITY_ID = "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff";
    static final String STATEMENT_ID = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";

    private Samples() {}

    /** A valid campaign with these members added; it is called C unless they give it a name. */
    static String campaign(String... members) {
        boolean named = Arrays.stream(members).anyMatch(member -> member.startsWith("\"name\""));
        return object(
                "campaign",
                "\"created\":\"2016-04-06T20:03:00.000Z\",\"modified\":\"2016-04-06T20:03:00.000Z\""
                        + (named ? "" : ",\"name\":\"C\""),
                members);
    }

    /** An object of this type, with the id of the type, spec_version and the members. */
    static String object(String type, String firstMembers, String... members) {
        StringBuilder object = new StringBuilder(
                "{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + type + "--" + UUID + "\"");
        if (!firstMembers.isEmpty()) {
            object.append(',').append(firstMembers);
        }
        for (String member : members) {
            object.append(',').append(member);
        }
        return object.append('}').toString();
    }

    static List<Parsed> read(String document) {
        return StixReader.read(document.getBytes(UTF_8), Limits.DEFAULT);
    }

    static StixObject valid(String object) {
        return valid(StixReader.parseObject(object.getBytes(UTF_8), Limits.DEFAULT));
    }

    static StixObject valid(Parsed parsed) {
        return parsed instanceof Parsed.Valid valid ? valid.object() : fail(parsed.toString());
    }

    static Parsed.Invalid invalid(Parsed parsed) {
        return parsed instanceof Parsed.Invalid invalid ? invalid : fail(parsed.toString());
    }

    /** The problems as lines of rule and path. */
    static List<String> problems(Parsed parsed) {
        return invalid(parsed).problems().stream()
                .map(problem -> problem.rule() + " " + problem.path())
                .toList();
    }
}
