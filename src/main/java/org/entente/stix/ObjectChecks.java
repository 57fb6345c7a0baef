package org.entente.stix;

/** The rules that can be judged only when the whole object has been read, as they depend on its type. */
final class ObjectChecks {
    /** Takes a rule that is broken, and the property at fault, or the empty text where it is the object. */
    interface Problems {
        void add(Rule rule, String property);
    }

    private final ObjectFacts facts;
    private final Problems problems;

    private ObjectChecks(ObjectFacts facts, Problems problems) {
        this.facts = facts;
        this.problems = problems;
    }

    static void check(ObjectFacts facts, Problems problems) {
        new ObjectChecks(facts, problems).check();
    }

    private void check() {
        require(Property.ID, Rule.ID);
        require(Property.TYPE, Rule.TYPE);
        if (facts.type == null) {
            return;
        }
        if (facts.id != null && !facts.id.isOfType(facts.type)) {
            problems.add(Rule.ID_TYPE, "id");
        }
        if (facts.modified != null
                && facts.created != null
                && StixTimestamp.compare(facts.modified, facts.created) < 0) {
            problems.add(Rule.MODIFIED_ORDER, "modified");
        }
        checkCommon(facts.kind());
        if (facts.known != null) {
            checkKnown(facts.known);
        }
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
            problems.add(Rule.DEFANGED, "defanged");
        }
    }

    private void checkKnown(Kind.Known known) {
        switch (known.kind()) {
            case RELATIONSHIP -> {
                if (known.type().equals("sighting")) {
                    require(Property.SIGHTING_OF_REF, Rule.SIGHTING_OF);
                } else {
                    checkRelationship();
                }
            }
            case LANGUAGE_CONTENT -> require(Property.OBJECT_REF, Rule.LANGUAGE_OF);
            case EXTENSION_DEFINITION -> require(Property.CREATED_BY_REF, Rule.CREATED_BY);
            case MARKING_DEFINITION -> checkMarkingDefinition();
            case DOMAIN, OBSERVABLE, BUNDLE -> {}
        }
    }

    private void checkRelationship() {
        require(Property.SOURCE_REF, Rule.RELATIONSHIP_END);
        require(Property.TARGET_REF, Rule.RELATIONSHIP_END);
        if (facts.relationshipType == null || !TextForm.isRelationshipType(facts.relationshipType)) {
            problems.add(Rule.RELATIONSHIP_TYPE, "");
        }
    }

    private void checkMarkingDefinition() {
        boolean typed = facts.has(Property.DEFINITION_TYPE);
        boolean defined = facts.has(Property.DEFINITION);
        if (!facts.has(Property.EXTENSIONS) && !(typed && defined)) {
            problems.add(Rule.MARKING_DEFINITION, "");
        }
        if (typed && facts.definitionType == null) {
            problems.add(Rule.STRING, "definition_type");
        }
        if (defined && !facts.definitionIsObject) {
            problems.add(Rule.DICTIONARY, "definition");
        } else if ("statement".equals(facts.definitionType) && !facts.statement) {
            problems.add(Rule.MARKING_STATEMENT, "definition");
        }
        if (facts.id == null) {
            return;
        }
        if ("tlp".equals(facts.definitionType) && !Tlp.isPredefined(facts.id)) {
            problems.add(Rule.MARKING_TLP, "id");
        }
        if (facts.markings.contains(facts.id) || facts.granularMarkingRefs.contains(facts.id)) {
            problems.add(Rule.REFERENCE_SELF, "");
        }
    }

    private void require(Property property, Rule rule) {
        if (!facts.has(property)) {
            problems.add(rule, "");
        }
    }
}
