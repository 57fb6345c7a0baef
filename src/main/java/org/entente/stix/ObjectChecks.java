package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules that can be judged only when the whole object has been read. */
final class ObjectChecks {
    private static final String TOPLEVEL = "\"toplevel-property-extension\"";
    private static final Set<String> DEFINED_MARKINGS = Set.of("statement", "tlp");

    private final ObjectFacts facts;
    private final Findings findings;
    private final JsonScanner json;

    ObjectChecks(ObjectFacts facts, Findings findings, JsonScanner json) {
        this.facts = facts;
        this.findings = findings;
        this.json = json;
    }

    void check() {
        require(Property.ID, Rule.ID);
        require(Property.TYPE, Rule.TYPE);
        if (facts.type == null) {
            return;
        }
        if (facts.id != null && !facts.id.isOfType(facts.type)) {
            findings.add(Rule.ID_TYPE, "id");
        }
        if (facts.modified != null
                && facts.created != null
                && StixTimestamp.compare(facts.modified, facts.created) < 0) {
            findings.add(Rule.MODIFIED_ORDER, "modified");
        }
        checkCommon(facts.kind());
        if (facts.known == null) {
            if (findings.wantsWarnings()) {
                checkCustomType(facts.type);
            }
            findings.add(Rule.STANDARD_TYPE, "type");
        } else {
            checkKnown(facts.known);
        }
        findings.settle(facts.toplevelExtension, facts.defanged);
    }

    private void checkCommon(Kind kind) {
        switch (kind) {
            case DOMAIN, RELATIONSHIP, LANGUAGE_CONTENT, EXTENSION_DEFINITION -> {
                require(Property.SPEC_VERSION, Rule.SPEC_VERSION_MISSING);
                require(Property.CREATED, Rule.CREATED);
                require(Property.MODIFIED, Rule.MODIFIED);
            }
            case MARKING_DEFINITION -> {
                require(Property.SPEC_VERSION, Rule.SPEC_VERSION_MISSING);
                require(Property.CREATED, Rule.CREATED);
            }
            case OBSERVABLE, BUNDLE -> {}
        }
        if (kind != Kind.OBSERVABLE && facts.has(Property.DEFANGED)) {
            findings.add(Rule.DEFANGED, "defanged");
        }
    }

    private void checkCustomType(String type) {
        if (!facts.newObservable && !facts.newDomainObject) {
            findings.add(Rule.CUSTOM_TYPE, "type");
            if (!CustomName.hasPrefix(type, '-')) {
                findings.add(Rule.CUSTOM_TYPE_PREFIX, "type");
            }
            if (!CustomName.hasSource(type, '-')) {
                findings.add(Rule.CUSTOM_TYPE_SOURCE, "type");
            }
        }
    }

    private void checkKnown(ObjectType type) {
        TableChecks.required(type.structure(), facts.present, findings);
        for (Constraint constraint : type.structure().constraints()) {
            switch (constraint) {
                case Constraint.Ordered ordered -> checkOrder(ordered);
                case Constraint.Judged judged -> judge(judged);
                case Constraint.OneOf _, Constraint.NotBoth _, Constraint.Needs _ ->
                    TableChecks.check(constraint, facts.present, findings);
            }
        }
        checkMarkingOfItself(type);
        if (type.kind() == Kind.OBSERVABLE) {
            checkObservableId(type);
        }
        if (findings.wantsWarnings()) {
            checkUse(type);
        }
    }

    private void checkUse(ObjectType type) {
        Set<Property> notApplicable = Property.notApplicableTo(type.kind());
        for (Property property : Property.values()) {
            if (property != Property.DEFANGED && facts.has(property) && notApplicable.contains(property)) {
                findings.add(Rule.NOT_APPLICABLE, property.text());
            }
        }
        for (PropertySpec property : type.structure().properties()) {
            if (property.deprecated() && facts.has(property)) {
                findings.add(Rule.DEPRECATED, property.name());
            }
        }
        if (type.kind() != Kind.OBSERVABLE && facts.id != null && facts.id.uuidVersion() != '4') {
            findings.add(Rule.ID_UUID4, "id");
        }
    }

    private void checkObservableId(ObjectType type) {
        if (facts.id == null) {
            return;
        }
        boolean contributes = type.idProperties().stream().anyMatch(facts::has);
        char version = facts.id.uuidVersion();
        if (!contributes) {
            if (type.idPropertiesAreOptional() && version != '4') {
                findings.add(Rule.ID_RANDOM, "id");
            }
        } else if (findings.wantsWarnings() && version != '5') {
            findings.add(Rule.ID_UUID5, "id");
        } else if (findings.wantsWarnings() && findings.errors().isEmpty()) {
            StixId deterministic = DeterministicId.of(type, facts, json.in);
            if (deterministic != null && !deterministic.equals(facts.id)) {
                findings.add(Rule.ID_DETERMINISTIC, "id");
            }
        }
    }

    private void checkOrder(Constraint.Ordered ordered) {
        String earlier = time(ordered.earlier());
        String later = time(ordered.later());
        if (earlier == null || later == null) {
            return;
        }
        int order = StixTimestamp.compare(earlier, later);
        if (order > 0 || (order == 0 && ordered.strictly())) {
            findings.add(ordered.rule(), ordered.later().name(), ordered.message());
        }
    }

    private void judge(Constraint.Judged judged) {
        switch (judged.judgement()) {
            case EXTENSION_PROPERTIES -> checkExtensionProperties();
            case FAMILY_NAME -> {
                if (isTrue("is_family") && !has("name")) {
                    findings.add(Rule.FAMILY_NAME, "name");
                }
            }
            case INDICATOR_PATTERN -> checkPattern();
            case MARKING_DEFINITION -> checkMarkingDefinition();
            case MULTIPART -> checkMultipart();
            case OBSERVED_OBJECTS -> {
                if (has("object_refs") && !facts.observable) {
                    findings.add(Rule.OBSERVED_OBJECTS, "object_refs");
                }
            }
            case SUGGESTED_RELATIONSHIP -> checkRelationship();
            case TRAFFIC_ENDED -> {
                if (isTrue("is_active") && has("end")) {
                    findings.add(Rule.TRAFFIC_ENDED, "end");
                }
            }
        }
    }

    private void checkExtensionProperties() {
        boolean toplevel =
                has("extension_types") && raw(property("extension_types")).contains(TOPLEVEL);
        boolean listed = has("extension_properties");
        if (listed && !toplevel) {
            findings.add(Rule.EXTENSION_PROPERTIES, "extension_properties");
        } else if (toplevel && !listed) {
            findings.add(Rule.TOPLEVEL_PROPERTIES, "extension_properties");
        }
    }

    private void checkPattern() {
        String pattern = text("pattern");
        if (pattern == null || !"stix".equals(text("pattern_type"))) {
            return;
        }
        Rule broken = PatternCheck.broken(pattern);
        if (broken != null) {
            findings.add(broken, "pattern");
        }
    }

    private void checkMultipart() {
        if (!has("is_multipart")) {
            return;
        }
        String wrong = isTrue("is_multipart") ? "body" : "body_multipart";
        if (has(wrong)) {
            findings.add(Rule.MULTIPART, wrong);
        }
    }

    private void checkRelationship() {
        String type = findings.wantsWarnings() ? text("relationship_type") : null;
        if (type == null) {
            return;
        }
        StixId source = id("source_ref");
        StixId target = id("target_ref");
        if (source != null && target != null && !Relationships.isListed(type, source, target)) {
            findings.add(Rule.RELATIONSHIP_SUGGESTED, "relationship_type");
        }
    }

    private void checkMarkingDefinition() {
        boolean typed = has("definition_type");
        boolean defined = has("definition");
        String definitionType = text("definition_type");
        if (!facts.has(Property.EXTENSIONS) && !(typed && defined)) {
            findings.add(Rule.MARKING_DEFINITION, "");
        }
        boolean isStatement = "statement".equals(definitionType);
        facts.statement = isStatement;
        if (defined && json.in[facts.starts[property("definition").index()]] != '{') {
            findings.add(Rule.DICTIONARY, "definition");
        } else if (isStatement && (!defined || ofDefinition("statement") == null)) {
            findings.add(Rule.MARKING_STATEMENT, "definition");
        }
        if ("tlp".equals(definitionType)
                && facts.id != null
                && !isPredefinedTlp(facts.id, defined ? ofDefinition("tlp") : null)) {
            findings.add(Rule.MARKING_TLP, "id");
        }
        if (definitionType != null && !facts.has(Property.EXTENSIONS) && !DEFINED_MARKINGS.contains(definitionType)) {
            findings.add(Rule.MARKING_TYPE, "definition_type");
        }
    }

    /** Copies of the predefined ones vary, but a level that is not that of the id is another marking. */
    private static boolean isPredefinedTlp(StixId id, @Nullable String level) {
        return Tlp.isPredefined(id) && level != null && Tlp.parse(level) == Tlp.ofMarking(id);
    }

    /** The string within the definition that has this name, or null. */
    private @Nullable String ofDefinition(String name) {
        byte[] bytes = raw(property("definition")).getBytes(UTF_8);
        JsonScanner definition = new JsonScanner(bytes, Limits.MAX_DEPTH, bytes.length);
        try {
            boolean found = bytes[0] == '{' && definition.openObject() && definition.findAhead(name);
            return found ? definition.text() : null;
        } catch (JsonFault fault) {
            throw new IllegalStateException("a definition that was read is not well-formed", fault);
        }
    }

    private void checkMarkingOfItself(ObjectType type) {
        if (type.kind() == Kind.MARKING_DEFINITION
                && facts.id != null
                && (facts.markings.contains(facts.id) || facts.granularMarkingRefs.contains(facts.id))) {
            findings.add(Rule.REFERENCE_SELF);
        }
    }

    /** Every selector must select something on the object, whose bytes these are. */
    void checkSelectors(int start, int end) {
        if (facts.selectors.isEmpty()) {
            return;
        }
        List<ObjectFacts.Selector> unresolved =
                Selectors.unresolved(Arrays.copyOfRange(json.in, start, end), facts.selectors);
        for (ObjectFacts.Selector selector : unresolved) {
            findings.add(
                    Rule.GRANULAR_RESOLVES,
                    "granular_markings[" + selector.marking() + "].selectors[" + selector.index() + "]");
        }
    }

    private void require(Property property, Rule rule) {
        if (!facts.has(property)) {
            findings.add(rule);
        }
    }

    private PropertySpec property(String name) {
        if (facts.known == null) {
            throw new IllegalStateException("an unknown type has no rules of its own");
        }
        return facts.known.structure().named(name);
    }

    private boolean has(String name) {
        return facts.has(property(name));
    }

    private boolean isTrue(String name) {
        PropertySpec property = property(name);
        return facts.has(property) && json.in[facts.starts[property.index()]] == 't';
    }

    /** The bytes of a value, as a text. */
    private String raw(PropertySpec property) {
        int start = facts.starts[property.index()];
        return new String(json.in, start, facts.ends[property.index()] - start, UTF_8);
    }

    /** The text of a string, or null where the value is none. */
    private @Nullable String text(String name) {
        return text(property(name));
    }

    private @Nullable String text(PropertySpec property) {
        int start = facts.starts[property.index()];
        if (!facts.has(property) || json.in[start] != '"') {
            return null;
        }
        return json.textBetween(start + 1, facts.ends[property.index()] - 1);
    }

    private @Nullable StixId id(String name) {
        String text = text(name);
        return text == null ? null : StixId.parse(text);
    }

    private @Nullable String time(PropertySpec property) {
        String text = text(property);
        return text != null && StixTimestamp.isValid(text) ? text : null;
    }
}
