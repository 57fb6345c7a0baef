package org.entente.memorandum;

import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.entente.stix.CanonicalJson;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An organisation's own limits over every grant, never shown to a partner. Each rule must be plainly true of an object
 * before it is released to anybody; an undefined rule refuses.
 *
 * <pre>
 * { "entente": "house-rules/1",
 *   "defaults": {"tlp": "amber"},                                  optional: for objects without a TLP
 *   "topics": {"sources": ["informants"]},                         optional: which topics are part of which, here
 *   "rules": [{"id": "H1", "text": "…", "require": {…}}] }         see {@link Constraint}; an empty list forbids nothing
 * </pre>
 *
 * @param defaultTlp the TLP that these rules assume of an object to which nothing gives one; the memorandum's default
 *     does not count here, since it is agreed with others
 * @param topics which topics are part of which, for these rules; the memorandum's tree does not count here either
 * @param rules in the document's order
 */
public record HouseRules(@Nullable Tlp defaultTlp, TopicTree topics, List<Rule> rules) {
    /** The longest document, as it comes in. */
    public static final int MAX_BYTES = 1 << 20;

    public static final int MAX_RULES = 500;
    public static final int MAX_TEXT_LENGTH = 2000;

    /** No house rules: nothing is forbidden beyond what memoranda forbid. */
    public static final HouseRules NONE = new HouseRules(null, TopicTree.NONE, List.of());

    private static final String FORMAT = "house-rules/1";

    /**
     * One rule.
     *
     * @param id unique among the rules
     * @param text what it is for, for people
     * @param require what must be true of an object
     */
    public record Rule(String id, String text, Constraint require) {}

    public HouseRules {
        rules = List.copyOf(rules);
    }

    /** All that the rules look at. */
    public Set<LeftOperand> operands() {
        Set<LeftOperand> operands = EnumSet.noneOf(LeftOperand.class);
        rules.forEach(rule -> operands.addAll(rule.require().operands()));
        return operands;
    }

    /** Reads house rules from JSON in UTF-8, in any layout, by the rules above. */
    public static Reading<HouseRules> read(byte[] json) {
        return Refusal.reading(() -> read(Element.parse(json, MAX_BYTES)));
    }

    private static HouseRules read(Element document) {
        Element format = document.find("entente");
        if (format != null) {
            format.constant(FORMAT, "House rules of format house-rules/1 are expected here.");
        }
        document.object(Set.of("entente", "rules"), Set.of("defaults", "topics"));
        var parts = new Refusal.Collector();
        Tlp defaultTlp = parts.attempt(() -> MemorandumJson.defaultTlp(document.find("defaults")));
        TopicTree topics = parts.attempt(() -> TopicTree.read(document.find("topics")));
        List<Rule> rules =
                parts.attempt(() -> document.get("rules").distinct(0, MAX_RULES, HouseRules::rule, Rule::id));
        parts.finish();
        return new HouseRules(defaultTlp, Objects.requireNonNull(topics), Objects.requireNonNull(rules));
    }

    private static Rule rule(Element element) {
        element.object(Set.of("id", "text", "require"), Set.of());
        return new Rule(
                element.get("id").clauseId(),
                element.get("text").lines(MAX_TEXT_LENGTH),
                ConstraintJson.read(element.get("require")));
    }

    /** The document in RFC 8785 form. */
    public byte[] canonical() {
        ObjectNode document = JsonNodeFactory.instance.objectNode().put("entente", FORMAT);
        MemorandumJson.writeDefaults(document, defaultTlp);
        topics.write(document);
        ArrayNode array = document.putArray("rules");
        for (Rule rule : rules) {
            array.addObject()
                    .put("id", rule.id())
                    .put("text", rule.text())
                    .set("require", ConstraintJson.write(rule.require()));
        }
        return CanonicalJson.of(document);
    }
}
