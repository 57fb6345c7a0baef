package org.entente.stix;

import java.util.ArrayList;
import java.util.List;

/**
 * The rules that one object breaks, in the order in which they are met. Some wait until the object has ended, as it may
 * say later that they do not apply.
 */
final class Findings {
    private final JsonScanner json;
    private final Checks checks;
    private final int most;

    private final List<Problem> errors = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();

    /** Properties that an extension of the object may define. */
    private final List<Problem> ofExtensions = new ArrayList<>();

    /** Values that need not have their form where the object is defanged. */
    private final List<Problem> ofDefanged = new ArrayList<>();

    Findings(JsonScanner json, Checks checks, int most) {
        this.json = json;
        this.checks = checks;
        this.most = most;
    }

    void reset() {
        errors.clear();
        warnings.clear();
        ofExtensions.clear();
        ofDefanged.clear();
    }

    List<Problem> errors() {
        return errors;
    }

    List<Problem> warnings() {
        return warnings.isEmpty() ? List.of() : List.copyOf(warnings);
    }

    /** Whether rules of this severity are looked at. */
    boolean wants(Severity severity) {
        return switch (severity) {
            case MUST -> true;
            case SHOULD -> checks.warnings();
            case STANDARD_ONLY -> checks.standardOnly();
        };
    }

    boolean wantsWarnings() {
        return checks.warnings();
    }

    /** What is being read breaks the rule. */
    void add(Rule rule) {
        add(rule, "", rule.message());
    }

    /** A property of what is being read breaks the rule, or that itself where the name is empty. */
    void add(Rule rule, String property) {
        add(rule, property, rule.message());
    }

    void add(Rule rule, String property, String message) {
        if (wants(rule.severity())) {
            add(rule.severity() == Severity.MUST ? errors : warnings, rule, property, message);
        }
    }

    /** What stands at this place breaks the rule. */
    void addAt(Rule rule, String path) {
        if (errors.size() < most) {
            errors.add(Problem.of(rule, path));
        }
    }

    /** A property at the top of the object breaks the rule unless an extension defines it. */
    void addUnlessExtended(Rule rule) {
        if (wants(rule.severity())) {
            add(ofExtensions, rule, "", rule.message());
        }
    }

    /** The value breaks the rule unless the object is defanged. */
    void addUnlessDefanged(Rule rule) {
        add(ofDefanged, rule, "", rule.message());
    }

    /** The object has ended: what waited counts, or not. */
    void settle(boolean extended, boolean defanged) {
        if (!defanged) {
            addAll(errors, ofDefanged);
        }
        if (!extended) {
            addAll(warnings, ofExtensions);
        }
    }

    private void addAll(List<Problem> list, List<Problem> waiting) {
        list.addAll(waiting.subList(0, Math.min(most - list.size(), waiting.size())));
    }

    private void add(List<Problem> list, Rule rule, String property, String message) {
        if (list.size() < most) {
            list.add(Problem.of(rule, property.isEmpty() ? json.path() : json.path() + "." + property, message));
        }
    }
}
