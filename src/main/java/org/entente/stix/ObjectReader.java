package org.entente.stix;

import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object in one pass: its bytes, what {@link StixObject} keeps of it, every reference, and the rules of the
 * standard that it breaks. It is used for one object after the other.
 *
 * <p>The type decides what each property must be. It mostly comes first; where it does not, the reader looks ahead for it.
 * What depends on several properties waits until the object has ended.
 */
final class ObjectReader {
    private static final String EXTENSION_DEFINITION = "extension-definition";
    private static final String MARKING_DEFINITION = "marking-definition";
    private static final int MAX_CONFIDENCE = 100;

    private static final Set<String> LISTED_THINGS = Set.of("attack-pattern", "vulnerability");

    /** The most selectors of one object. */
    private static final int MAX_SELECTORS = 1_000;

    /** The names that section 3.8 reserves. */
    private static final NameTable<Rule> RESERVED = reserved("severity", "username", "phone_number", "action");

    /** Reads one item of a list. */
    private interface Item {
        void read(int index) throws JsonFault;
    }

    private final JsonScanner json;
    private final Limits limits;
    private final ObjectFacts facts = new ObjectFacts();
    private final Findings findings;
    private final ValueReader values;
    private final ObjectChecks checks;
    private final Item markingItem = _ -> marking();
    private final Item labelItem = _ -> label();
    private final Item externalReferenceItem = _ -> externalReference();
    private final Item granularMarkingItem = this::granularMarking;

    /** Whether the object is of a type whose external references have ids of a known form. */
    private boolean ofListedThings;

    private Structure structure = TypeTable.UNKNOWN.structure();

    ObjectReader(JsonScanner json, Limits limits, Checks checks, Identifiers identifiers) {
        this.json = json;
        this.limits = limits;
        this.findings = new Findings(json, checks, limits.maxProblems());
        this.values = new ValueReader(json, limits, identifiers, facts, findings);
        this.checks = new ObjectChecks(facts, findings, json);
    }

    /** The id of the object that was read last, or as far as it was read, whatever its form; null where none was found. */
    @Nullable
    String idText() {
        return facts.idText;
    }

    /** Forgets the object before. */
    void reset() {
        facts.reset();
        findings.reset();
        structure = TypeTable.UNKNOWN.structure();
        ofListedThings = false;
    }

    /** Reads the object that begins at the scanner's position; {@link #reset} comes first. */
    Parsed read(int index) throws JsonFault {
        long line = json.line();
        int start = json.pos;
        json.limitDepth(limits.maxDepth());
        if (json.peek() != '{') {
            values.wrong(Rule.OBJECT);
            return new Parsed.Invalid(index, line, null, findings.errors(), findings.warnings());
        }
        if (json.openObject()) {
            findType();
            do {
                property();
            } while (json.moreMembers());
        }
        checks.check();
        if (json.pos - start > limits.maxObjectBytes()) {
            findings.add(Rule.OBJECT_SIZE);
        } else {
            checks.checkSelectors(start, json.pos);
        }
        StixId id = facts.id;
        String type = facts.type;
        if (!findings.errors().isEmpty() || id == null || type == null) {
            return new Parsed.Invalid(index, line, facts.idText, findings.errors(), findings.warnings());
        }
        byte[] bytes = Arrays.copyOfRange(json.in, start, json.pos);
        return new Parsed.Valid(index, line, facts.object(bytes, id, type), findings.warnings());
    }

    private void findType() {
        ObjectType known = json.findAhead("type") ? TypeTable.ofString(json) : null;
        facts.known = known;
        structure = (known == null ? TypeTable.UNKNOWN : known).structure();
        ofListedThings = known != null && LISTED_THINGS.contains(known.name());
    }

    private void property() throws JsonFault {
        json.name();
        values.reference();
        PropertySpec property = structure.ofName(json);
        if (property == null) {
            unknownProperty();
            return;
        }
        facts.present |= property.bit();
        json.toValue();
        facts.starts[property.index()] = json.pos;
        if (property.type() instanceof ValueType.Common common) {
            common(common.property());
        } else {
            values.value(property.type());
        }
        facts.ends[property.index()] = json.pos;
    }

    private void unknownProperty() throws JsonFault {
        values.checkNameForm();
        if (RESERVED.ofName(json) != null) {
            findings.add(Rule.NAME_RESERVED);
        } else if (facts.known != null) {
            customProperty();
        }
        json.toValue();
        values.anything();
    }

    private void customProperty() {
        if (findings.wantsWarnings()) {
            String name = json.text();
            findings.addUnlessExtended(Rule.CUSTOM_PROPERTY);
            if (!CustomName.hasPrefix(name, '_')) {
                findings.addUnlessExtended(Rule.CUSTOM_PROPERTY_PREFIX);
            }
            if (!CustomName.hasSource(name, '_')) {
                findings.addUnlessExtended(Rule.CUSTOM_PROPERTY_SOURCE);
            }
        }
        findings.add(Rule.STANDARD_PROPERTY);
    }

    private void common(Property property) throws JsonFault {
        switch (property) {
            case TYPE -> type();
            case SPEC_VERSION -> specVersion();
            case ID -> id();
            case CREATED_BY_REF -> facts.createdBy = values.creator();
            case CREATED -> facts.created = versionTime();
            case MODIFIED -> facts.modified = versionTime();
            case REVOKED -> facts.revoked = values.bool();
            case DEFANGED -> facts.defanged = values.bool();
            case LABELS -> list(labelItem);
            case CONFIDENCE -> confidence();
            case LANG -> facts.lang = language();
            case EXTERNAL_REFERENCES -> list(externalReferenceItem);
            case OBJECT_MARKING_REFS -> list(markingItem);
            case GRANULAR_MARKINGS -> list(granularMarkingItem);
            case EXTENSIONS -> extensions();
        }
    }

    private void list(Item item) throws JsonFault {
        if (json.peek() != '[') {
            values.wrong(Rule.LIST);
        } else if (json.openList()) {
            int index = 0;
            do {
                item.read(index++);
            } while (json.moreItems());
        } else {
            findings.add(Rule.LIST_EMPTY);
        }
    }

    private void type() throws JsonFault {
        if (json.peek() != '"') {
            values.wrong(Rule.TYPE);
            return;
        }
        json.string();
        values.reference();
        ObjectType known = facts.known;
        String type = known != null ? known.name() : json.text();
        facts.type = type;
        if (known == null && !StixId.isTypeName(type, type.length())) {
            findings.add(Rule.TYPE_FORM);
        } else if (known != null && known.kind() == Kind.BUNDLE) {
            findings.add(Rule.TYPE_BUNDLE);
        }
    }

    private void specVersion() throws JsonFault {
        if (json.peek() != '"') {
            values.wrong(Rule.SPEC_VERSION);
            return;
        }
        json.string();
        values.reference();
        if (!json.is("2.1")) {
            findings.add(json.is("2.0") ? Rule.SPEC_VERSION_20 : Rule.SPEC_VERSION);
        }
    }

    private void id() throws JsonFault {
        if (json.peek() != '"') {
            values.wrong(Rule.ID_FORM);
            return;
        }
        json.string();
        StixId id = values.reference();
        facts.id = id;
        facts.idText = id != null ? id.value() : json.text();
        if (id == null) {
            findings.add(Rule.ID_FORM);
        }
    }

    private void marking() throws JsonFault {
        StixId marking = values.identifier(MARKING_DEFINITION);
        if (marking != null) {
            facts.markings.add(marking);
        }
    }

    private void label() throws JsonFault {
        String label = values.string(Rule.STRING);
        if (label != null) {
            facts.labels.add(label);
        }
    }

    private @Nullable String versionTime() throws JsonFault {
        String time = values.string(Rule.TIMESTAMP_FORM);
        if (time == null) {
            return null;
        }
        if (!StixTimestamp.isValid(time)) {
            findings.add(Rule.TIMESTAMP_FORM);
            return null;
        }
        if (!StixTimestamp.hasMilliseconds(time)) {
            findings.add(Rule.TIMESTAMP_MILLISECONDS);
        }
        return time;
    }

    private void confidence() throws JsonFault {
        double value = values.number(Rule.CONFIDENCE);
        if (value < 0 || value > MAX_CONFIDENCE || (!Double.isNaN(value) && value != Math.rint(value))) {
            findings.add(Rule.CONFIDENCE);
        } else if (!Double.isNaN(value)) {
            facts.confidence = (int) value;
        }
    }

    private @Nullable String language() throws JsonFault {
        String code = values.string(Rule.LANGUAGE);
        if (code != null && !TextForm.isLanguage(code)) {
            findings.add(Rule.LANGUAGE);
        }
        return code;
    }

    private void externalReference() throws JsonFault {
        if (json.peek() != '{') {
            values.wrong(Rule.EXTERNAL_REFERENCE);
            return;
        }
        values.part(MetaTypes.EXTERNAL_REFERENCE);
        if (ofListedThings) {
            ListedId.check(values, findings);
        }
    }

    private void granularMarking(int marking) throws JsonFault {
        if (json.peek() != '{') {
            values.wrong(Rule.GRANULAR);
            return;
        }
        boolean selectors = false;
        int subjects = 0;
        if (json.openObject()) {
            do {
                json.name();
                values.reference();
                if (json.is("selectors")) {
                    json.toValue();
                    selectors = true;
                    list(index -> selector(marking, index));
                } else if (json.is("marking_ref")) {
                    json.toValue();
                    subjects++;
                    StixId ref = values.identifier(MARKING_DEFINITION);
                    if (ref != null) {
                        facts.granularMarkingRefs.add(ref);
                    }
                } else if (json.is("lang")) {
                    json.toValue();
                    subjects++;
                    language();
                } else {
                    json.toValue();
                    values.nested();
                }
            } while (json.moreMembers());
        }
        if (!selectors) {
            findings.add(Rule.GRANULAR_SELECTORS);
        }
        if (subjects != 1) {
            findings.add(Rule.GRANULAR_ONE);
        }
    }

    private void selector(int marking, int index) throws JsonFault {
        String selector = values.string(Rule.GRANULAR_SELECTOR);
        if (selector == null) {
            return;
        }
        if (facts.selectors.size() == MAX_SELECTORS) {
            throw new JsonFault(Rule.GRANULAR_COUNT);
        }
        if (TextForm.isSelector(selector)) {
            facts.selectors.add(new ObjectFacts.Selector(selector, marking, index));
        } else {
            findings.add(Rule.GRANULAR_SELECTOR);
        }
    }

    private void extensions() throws JsonFault {
        if (json.peek() != '{') {
            values.wrong(Rule.DICTIONARY);
        } else if (json.openObject()) {
            do {
                json.name();
                StixId definition = values.reference();
                boolean byDefinition = definition != null && definition.isOfType(EXTENSION_DEFINITION);
                Structure predefined = facts.known == null || byDefinition ? null : facts.known.extension(json.text());
                if (!byDefinition && predefined == null) {
                    extensionName(json.text());
                }
                json.toValue();
                if (json.peek() != '{') {
                    values.wrong(Rule.EXTENSION);
                } else if (predefined != null) {
                    values.part(predefined);
                } else {
                    extension(byDefinition);
                }
            } while (json.moreMembers());
        } else {
            findings.add(Rule.DICTIONARY_EMPTY);
        }
    }

    private void extensionName(String name) {
        if (!TextForm.isExtensionName(name)) {
            findings.add(Rule.EXTENSION_NAME);
        } else if (findings.wantsWarnings()) {
            findings.add(Rule.CUSTOM_EXTENSION);
            if (!CustomName.hasPrefix(name, '-')) {
                findings.add(Rule.CUSTOM_EXTENSION_PREFIX);
            }
            if (!CustomName.hasSource(name.substring(0, name.length() - "-ext".length()), '-')) {
                findings.add(Rule.CUSTOM_EXTENSION_SOURCE);
            }
        }
    }

    private void extension(boolean byDefinition) throws JsonFault {
        boolean typed = false;
        if (json.openObject()) {
            do {
                json.name();
                values.reference();
                boolean extensionType = json.is("extension_type");
                values.checkNameForm();
                json.toValue();
                if (extensionType) {
                    typed = true;
                    extensionType();
                } else {
                    values.anything();
                }
            } while (json.moreMembers());
        } else {
            findings.add(Rule.DICTIONARY_EMPTY);
        }
        if (byDefinition && !typed) {
            findings.add(Rule.EXTENSION_TYPE_MISSING);
        }
    }

    private void extensionType() throws JsonFault {
        if (json.peek() != '"') {
            values.wrong(Rule.EXTENSION_TYPE);
            return;
        }
        json.string();
        values.reference();
        String extensionType = Vocabulary.EXTENSION_TYPE.find(json);
        if (extensionType == null) {
            findings.add(Rule.EXTENSION_TYPE);
            return;
        }
        facts.newObservable |= extensionType.equals("new-sco");
        facts.newDomainObject |= extensionType.equals("new-sdo") || extensionType.equals("new-sro");
        if (extensionType.equals("toplevel-property-extension")) {
            facts.toplevelExtension = true;
            if (facts.known != null && facts.known.kind() == Kind.OBSERVABLE) {
                findings.add(Rule.OBSERVABLE_EXTENSION);
            }
        }
    }

    private static NameTable<Rule> reserved(String... names) {
        NameTable<Rule> table = new NameTable<>(names.length);
        for (String name : names) {
            table.put(name, Rule.NAME_RESERVED);
        }
        return table;
    }
}
