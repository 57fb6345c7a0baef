package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object in one pass: its bytes, what {@link StixObject} keeps of it, every reference, and the problems that
 * the common rules of the standard find. It is used for one object after the other.
 *
 * <p>Properties come in any order, the type perhaps last. So what depends on the type waits until the object has ended.
 */
final class ObjectReader {
    private static final String EXTENSION_DEFINITION = "extension-definition";
    private static final String MARKING_DEFINITION = "marking-definition";
    private static final int MAX_CONFIDENCE = 100;
    private static final List<String> EXTENSION_TYPES =
            List.of("new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension");

    /** Reads one item of a list. */
    private interface Item {
        void read() throws JsonFault;
    }

    private final JsonScanner json;
    private final Limits limits;
    private final Identifiers identifiers;
    private final ObjectChecks.Problems wholeProblems = this::problem;
    private final Item anyItem = this::nested;
    private final Item labelItem = this::label;
    private final Item markingItem = this::marking;
    private final Item referenceItem = this::referenceOfStandard;
    private final Item externalReferenceItem = this::externalReference;
    private final Item granularMarkingItem = this::granularMarking;
    private final Item selectorItem = this::selector;

    private final ObjectFacts facts = new ObjectFacts();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> problemsOfKnownTypes = new ArrayList<>();

    ObjectReader(JsonScanner json, Limits limits, Identifiers identifiers) {
        this.identifiers = identifiers;
        this.json = json;
        this.limits = limits;
    }

    /** The id of the object that was read last, or as far as it was read, whatever its form; null where none was found. */
    @Nullable
    String idText() {
        return facts.idText;
    }

    /** Forgets the object before. */
    void reset() {
        facts.reset();
        problems.clear();
        problemsOfKnownTypes.clear();
    }

    /** Reads the object that begins at the scanner's position; {@link #reset} comes first. */
    Parsed read(int index) throws JsonFault {
        long line = json.line();
        int start = json.pos;
        json.limitDepth(limits.maxDepth());
        if (json.peek() != '{') {
            wrong(Rule.OBJECT);
            return new Parsed.Invalid(index, line, null, problems);
        }
        if (json.openObject()) {
            do {
                property();
            } while (json.moreMembers());
        }
        ObjectChecks.check(facts, wholeProblems);
        if (facts.known != null) {
            int room = Math.min(limits.maxProblems() - problems.size(), problemsOfKnownTypes.size());
            problems.addAll(problemsOfKnownTypes.subList(0, room));
        }
        if (json.pos - start > limits.maxObjectBytes()) {
            problem(Rule.OBJECT_SIZE);
        }
        StixId id = facts.id;
        String type = facts.type;
        if (!problems.isEmpty() || id == null || type == null) {
            return new Parsed.Invalid(index, line, facts.idText, problems);
        }
        byte[] bytes = Arrays.copyOfRange(json.in, start, json.pos);
        return new Parsed.Valid(index, line, facts.object(bytes, id, type));
    }

    private void property() throws JsonFault {
        json.name();
        reference();
        Property property = Property.ofName(json);
        if (property == null) {
            checkNameForm();
            json.toValue();
            list(anyItem);
            return;
        }
        facts.present.add(property);
        if (property == Property.RESERVED) {
            problem(Rule.NAME_RESERVED);
        }
        json.toValue();
        value(property);
    }

    private void value(Property property) throws JsonFault {
        switch (property) {
            case TYPE -> type();
            case SPEC_VERSION -> specVersion();
            case ID -> id();
            case CREATED_BY_REF -> facts.createdBy = identifier("identity");
            case CREATED -> facts.created = versionTime();
            case MODIFIED -> facts.modified = versionTime();
            case REVOKED -> facts.revoked = bool();
            case DEFANGED -> bool();
            case LABELS -> requiredList(labelItem);
            case CONFIDENCE -> confidence();
            case LANG -> facts.lang = language();
            case EXTERNAL_REFERENCES -> requiredList(externalReferenceItem);
            case OBJECT_MARKING_REFS -> requiredList(markingItem);
            case GRANULAR_MARKINGS -> requiredList(granularMarkingItem);
            case EXTENSIONS -> extensions();
            case RELATIONSHIP_TYPE -> facts.relationshipType = textIfString();
            case SOURCE_REF, TARGET_REF, SIGHTING_OF_REF, OBJECT_REF, REFERENCE -> referenceOfStandard();
            case REFERENCE_LIST -> referencesOfStandard();
            case DEFINITION_TYPE -> facts.definitionType = textIfString();
            case DEFINITION -> definition();
            case RESERVED -> nested();
        }
    }

    /** Any value within the object: only its references matter, and that it is well-formed. */
    private void nested() throws JsonFault {
        switch (json.peek()) {
            case '"' -> {
                json.string();
                reference();
            }
            case '{' -> {
                if (json.openObject()) {
                    do {
                        json.name();
                        reference();
                        json.toValue();
                        nested();
                    } while (json.moreMembers());
                }
            }
            case '[' -> {
                if (json.openList()) {
                    do {
                        nested();
                    } while (json.moreItems());
                }
            }
            default -> json.scalar();
        }
    }

    /** The value read item by item where it is a list, which must not be empty; any other value as it is. */
    private void list(Item item) throws JsonFault {
        if (json.peek() != '[') {
            nested();
        } else if (json.openList()) {
            do {
                item.read();
            } while (json.moreItems());
        } else {
            problem(Rule.LIST_EMPTY);
        }
    }

    private void requiredList(Item item) throws JsonFault {
        if (json.peek() != '[') {
            problem(Rule.LIST);
        }
        list(item);
    }

    private void type() throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.TYPE);
            return;
        }
        json.string();
        reference();
        Kind.Known known = Kind.ofString(json);
        String type = known != null ? known.type() : json.text();
        facts.known = known;
        facts.type = type;
        if (known == null && !StixId.isTypeName(type, type.length())) {
            problem(Rule.TYPE_FORM);
        } else if (known != null && known.kind() == Kind.BUNDLE) {
            problem(Rule.TYPE_BUNDLE);
        }
    }

    private void specVersion() throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.SPEC_VERSION);
            return;
        }
        json.string();
        reference();
        if (!json.is("2.1")) {
            problem(json.is("2.0") ? Rule.SPEC_VERSION_20 : Rule.SPEC_VERSION);
        }
    }

    private void id() throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.ID_FORM);
            return;
        }
        json.string();
        StixId id = reference();
        facts.id = id;
        facts.idText = id != null ? id.value() : json.text();
        if (id == null) {
            problem(Rule.ID_FORM);
        }
    }

    /** Takes the string read last as a reference if it is one, and returns it if it is a well-formed identifier. */
    private @Nullable StixId reference() throws JsonFault {
        StixId found = identifiers.find(json);
        if (found == null) {
            return null;
        }
        if (facts.references.size() == limits.maxReferences()) {
            throw new JsonFault(Rule.OBJECT_REFERENCES);
        }
        facts.references.add(found);
        return identifiers.folded() ? null : found;
    }

    /** An identifier of an object of this type. */
    private @Nullable StixId identifier(String ofType) throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.ID_FORM);
            return null;
        }
        json.string();
        StixId found = reference();
        if (found == null) {
            problem(Rule.ID_FORM);
        } else if (!found.isOfType(ofType)) {
            problem(Rule.REFERENCE_TYPE);
            return null;
        }
        return found;
    }

    private void referenceOfStandard() throws JsonFault {
        boolean string = json.peek() == '"';
        int before = facts.references.size();
        nested();
        if (!string || facts.references.size() == before || identifiers.folded()) {
            // In an object of a type that the standard does not define, the property is not the standard's.
            add(problemsOfKnownTypes, Rule.ID_FORM, "");
        }
    }

    private void referencesOfStandard() throws JsonFault {
        if (json.peek() != '[') {
            add(problemsOfKnownTypes, Rule.REFERENCE_LIST, "");
        }
        list(referenceItem);
    }

    private void marking() throws JsonFault {
        StixId marking = identifier(MARKING_DEFINITION);
        if (marking != null) {
            facts.markings.add(marking);
        }
    }

    private void label() throws JsonFault {
        String label = string(Rule.STRING);
        if (label != null) {
            facts.labels.add(label);
        }
    }

    private @Nullable String versionTime() throws JsonFault {
        String time = string(Rule.TIMESTAMP_FORM);
        if (time == null) {
            return null;
        }
        if (!StixTimestamp.isValid(time)) {
            problem(Rule.TIMESTAMP_FORM);
            return null;
        }
        if (!StixTimestamp.hasMilliseconds(time)) {
            problem(Rule.TIMESTAMP_MILLISECONDS);
        }
        return time;
    }

    private boolean bool() throws JsonFault {
        byte first = json.peek();
        if (first != 't' && first != 'f') {
            wrong(Rule.BOOLEAN);
            return false;
        }
        json.scalar();
        return first == 't';
    }

    private void confidence() throws JsonFault {
        byte first = json.peek();
        if (first != '-' && (first < '0' || first > '9')) {
            wrong(Rule.CONFIDENCE);
            return;
        }
        int start = json.pos;
        json.scalar();
        double value = Double.parseDouble(new String(json.in, start, json.pos - start, US_ASCII));
        if (value < 0 || value > MAX_CONFIDENCE || value != Math.rint(value)) {
            problem(Rule.CONFIDENCE);
        } else {
            facts.confidence = (int) value;
        }
    }

    private @Nullable String language() throws JsonFault {
        String code = string(Rule.LANGUAGE);
        if (code != null && !TextForm.isLanguage(code)) {
            problem(Rule.LANGUAGE);
        }
        return code;
    }

    private void externalReference() throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.EXTERNAL_REFERENCE);
            return;
        }
        boolean named = false;
        if (json.openObject()) {
            do {
                json.name();
                reference();
                boolean sourceName = json.is("source_name");
                boolean text = sourceName || json.is("description") || json.is("url") || json.is("external_id");
                json.toValue();
                if (text && json.peek() != '"') {
                    problem(Rule.STRING);
                }
                named |= sourceName;
                nested();
            } while (json.moreMembers());
        }
        if (!named) {
            problem(Rule.SOURCE_NAME);
        }
    }

    private void granularMarking() throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.GRANULAR);
            return;
        }
        boolean selectors = false;
        int subjects = 0;
        if (json.openObject()) {
            do {
                json.name();
                reference();
                if (json.is("selectors")) {
                    json.toValue();
                    selectors = true;
                    requiredList(selectorItem);
                } else if (json.is("marking_ref")) {
                    json.toValue();
                    subjects++;
                    StixId marking = identifier(MARKING_DEFINITION);
                    if (marking != null) {
                        facts.granularMarkingRefs.add(marking);
                    }
                } else if (json.is("lang")) {
                    json.toValue();
                    subjects++;
                    language();
                } else {
                    json.toValue();
                    nested();
                }
            } while (json.moreMembers());
        }
        if (!selectors) {
            problem(Rule.GRANULAR_SELECTORS);
        }
        if (subjects != 1) {
            problem(Rule.GRANULAR_ONE);
        }
    }

    private void selector() throws JsonFault {
        String selector = string(Rule.GRANULAR_SELECTOR);
        if (selector != null && !TextForm.isSelector(selector)) {
            problem(Rule.GRANULAR_SELECTOR);
        }
    }

    private void extensions() throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.DICTIONARY);
        } else if (json.openObject()) {
            do {
                json.name();
                StixId definition = reference();
                json.toValue();
                extension(definition != null && definition.isOfType(EXTENSION_DEFINITION));
            } while (json.moreMembers());
        } else {
            problem(Rule.DICTIONARY_EMPTY);
        }
    }

    private void extension(boolean byDefinition) throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.EXTENSION);
            return;
        }
        boolean typed = false;
        if (json.openObject()) {
            do {
                json.name();
                reference();
                boolean extensionType = json.is("extension_type");
                json.toValue();
                if (extensionType) {
                    typed = true;
                    extensionType();
                } else {
                    nested();
                }
            } while (json.moreMembers());
        }
        if (byDefinition && !typed) {
            problem(Rule.EXTENSION_TYPE_MISSING);
        }
    }

    private void extensionType() throws JsonFault {
        String extensionType = string(Rule.EXTENSION_TYPE);
        if (extensionType == null) {
            return;
        }
        if (!EXTENSION_TYPES.contains(extensionType)) {
            problem(Rule.EXTENSION_TYPE);
        }
        facts.newObservable |= extensionType.equals("new-sco");
        facts.newDomainObject |= extensionType.equals("new-sdo") || extensionType.equals("new-sro");
    }

    private void definition() throws JsonFault {
        if (json.peek() != '{') {
            nested();
            return;
        }
        facts.definitionIsObject = true;
        if (json.openObject()) {
            do {
                json.name();
                reference();
                boolean named = json.is("statement");
                json.toValue();
                facts.statement |= named && json.peek() == '"';
                nested();
            } while (json.moreMembers());
        }
    }

    private @Nullable String string(Rule otherwise) throws JsonFault {
        if (json.peek() != '"') {
            wrong(otherwise);
            return null;
        }
        json.string();
        reference();
        return json.text();
    }

    private @Nullable String textIfString() throws JsonFault {
        if (json.peek() != '"') {
            nested();
            return null;
        }
        json.string();
        reference();
        return json.text();
    }

    private void wrong(Rule rule) throws JsonFault {
        problem(rule);
        nested();
    }

    private void checkNameForm() {
        boolean good = TextForm.isPropertyName(json.in, json.stringStart, json.stringEnd);
        if (!good && json.stringEscaped) {
            byte[] plain = json.text().getBytes(UTF_8);
            good = TextForm.isPropertyName(plain, 0, plain.length);
        }
        if (!good) {
            problem(Rule.NAME_FORM);
        }
    }

    private void problem(Rule rule) {
        problem(rule, "");
    }

    private void problem(Rule rule, String property) {
        add(problems, rule, property);
    }

    private void add(List<Problem> list, Rule rule, String property) {
        if (list.size() < limits.maxProblems()) {
            list.add(Problem.of(rule, property.isEmpty() ? json.path() : json.path() + "." + property));
        }
    }
}
