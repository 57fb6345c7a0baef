package org.entente.stix;

import java.util.Arrays;
import java.util.function.Predicate;
import org.entente.stix.Complaint.By;

/**
 * The classes of difference between the reader and the JSON schemas of OASIS that are known and settled, each with the
 * sentence of the standard that decides it. {@code docs/stix-validation-oracle.md} lists them for people.
 */
enum Difference {
    MODIFIED_BEFORE_CREATED(
            By.READER,
            "A schema compares no two properties. Section 3.6.1: the modified time must not be earlier than the created time.",
            rule("stix.modified.order")),
    CONTAINED_WITHOUT_ID(
            By.SCHEMA,
            "The schema asks for an id in each contained object. Section 2.13: the container may hold objects as STIX 2.0"
                    + " describes them, which have none.",
            at("oneOf", "/objects/[^/]+"));

    private final By by;
    private final String sentence;
    private final Predicate<Complaint> covers;

    Difference(By by, String sentence, Predicate<Complaint> covers) {
        this.by = by;
        this.sentence = sentence;
        this.covers = covers;
    }

    String sentence() {
        return sentence;
    }

    static boolean explains(Complaint complaint) {
        return Arrays.stream(values()).anyMatch(each -> each.by == complaint.by() && each.covers.test(complaint));
    }

    private static Predicate<Complaint> rule(String rule) {
        return complaint -> complaint.rule().equals(rule);
    }

    private static Predicate<Complaint> at(String keyword, String path) {
        return complaint -> complaint.rule().equals(keyword) && complaint.path().matches(path);
    }
}
