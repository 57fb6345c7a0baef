package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads one object in one pass: its bytes, what {@link StixObject} keeps of it, every reference, and the problems that
 * the common rules of the standard find. It is used for one object after the other.
 *
 * <p>Properties come in any order, the type perhaps last. So what depends on the type waits until the object has ended.
 */
final class ObjectReader {
    private static final Pattern LANGUAGE = Pattern.compile("[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*");
    private static final Pattern SELECTOR =
            Pattern.compile("[A-Za-z0-9_-]{1,250}(\\.([A-Za-z0-9_-]{1,250}|\\[(0|[1-9][0-9]{0,9})]))*");
    private static final String EXTENSION_DEFINITION = "extension-definition";
    private static final String MARKING_DEFINITION = "marking-definition";
    private static final int MIN_NAME_CHARS = 3;
    private static final int MAX_NAME_CHARS = 250;
    private static final int MAX_CONFIDENCE = 100;
    private static final List<String> EXTENSION_TYPES =
            List.of("new-sdo", "new-sco", "new-sro", "property-extension", "toplevel-property-extension");

    /** Reads one item of a list. */
    private interface Item {
        void read() throws JsonFault;
    }

    private final JsonScanner json;
    private final Limits limits;
    private final Identifiers identifiers = new Identifiers();
    private final Item anyItem = this::nested;
    private final Item labelItem = this::label;
    private final Item markingItem = this::marking;
    private final Item referenceItem = this::referenceOfStandard;
    private final Item externalReferenceItem = this::externalReference;
    private final Item granularMarkingItem = this::granularMarking;
    private final Item selectorItem = this::selector;

    private final List<StixId> references = new ArrayList<>();
    private final LinkedHashSet<StixId> markings = new LinkedHashSet<>();
    private final LinkedHashSet<StixId> granularMarkingRefs = new LinkedHashSet<>();
    private final LinkedHashSet<String> labels = new LinkedHashSet<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> problemsOfKnownTypes = new ArrayList<>();

    private final EnumSet<Property> present = EnumSet.noneOf(Property.class);

    private Kind.@Nullable Known known;
    private @Nullable String type;
    private @Nullable String idText;
    private @Nullable StixId id;
    private @Nullable StixId createdBy;
    private @Nullable String created;
    private @Nullable String modified;
    private @Nullable String specVersion;
    private @Nullable String relationshipType;
    private @Nullable String definitionType;
    private @Nullable Integer confidence;
    private @Nullable String lang;
    private boolean revoked;
    private boolean statement;
    private boolean newObservable;
    private boolean newDomainObject;

    ObjectReader(JsonScanner json, Limits limits) {
        this.json = json;
        this.limits = limits;
    }

    /** The id of the object that was read last, or as far as it was read, whatever its form; null where none was found. */
    @Nullable
    String idText() {
        return idText;
    }

    /** Forgets the object before. */
    void reset() {
        references.clear();
        markings.clear();
        granularMarkingRefs.clear();
        labels.clear();
        problems.clear();
        problemsOfKnownTypes.clear();
        present.clear();
        known = null;
        type = null;
        idText = null;
        id = null;
        createdBy = null;
        created = null;
        modified = null;
        specVersion = null;
        relationshipType = null;
        definitionType = null;
        confidence = null;
        lang = null;
        revoked = false;
        statement = false;
        newObservable = false;
        newDomainObject = false;
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
        checkWhole();
        if (json.pos - start > limits.maxObjectBytes()) {
            problem(Rule.OBJECT_SIZE);
        }
        StixId validId = id;
        String validType = type;
        if (!problems.isEmpty() || validId == null || validType == null) {
            return new Parsed.Invalid(index, line, idText, problems);
        }
        byte[] bytes = Arrays.copyOfRange(json.in, start, json.pos);
        return new Parsed.Valid(index, line, object(bytes, validId, validType));
    }

    private StixObject object(byte[] bytes, StixId validId, String validType) {
        return new StixObject(
                bytes,
                validId,
                validType,
                created,
                modified,
                revoked,
                createdBy,
                distinctReferences(validId),
                List.copyOf(markings),
                has(Property.GRANULAR_MARKINGS),
                List.copyOf(labels),
                markingKind(validId),
                List.copyOf(granularMarkingRefs),
                confidence,
                lang);
    }

    private void property() throws JsonFault {
        json.name();
        reference();
        Property property = propertyOfName();
        if (property == null) {
            checkNameForm();
            json.toValue();
            list(anyItem);
            return;
        }
        present.add(property);
        if (property == Property.RESERVED) {
            problem(Rule.NAME_RESERVED);
        }
        json.toValue();
        value(property);
    }

    private @Nullable Property propertyOfName() {
        if (!json.stringEscaped) {
            return Property.find(json.in, json.stringStart, json.stringEnd);
        }
        byte[] plain = json.text().getBytes(US_ASCII);
        return Property.find(plain, 0, plain.length);
    }

    private void value(Property property) throws JsonFault {
        switch (property) {
            case TYPE -> type();
            case SPEC_VERSION -> specVersion = string(Rule.SPEC_VERSION);
            case ID -> id();
            case CREATED_BY_REF -> createdBy = identifier("identity");
            case CREATED -> created = versionTime();
            case MODIFIED -> modified = versionTime();
            case REVOKED -> revoked = bool();
            case DEFANGED -> bool();
            case LABELS -> requiredList(labelItem);
            case CONFIDENCE -> confidence();
            case LANG -> lang = language();
            case EXTERNAL_REFERENCES -> requiredList(externalReferenceItem);
            case OBJECT_MARKING_REFS -> requiredList(markingItem);
            case GRANULAR_MARKINGS -> requiredList(granularMarkingItem);
            case EXTENSIONS -> extensions();
            case RELATIONSHIP_TYPE -> relationshipType = textIfString();
            case SOURCE_REF, TARGET_REF, SIGHTING_OF_REF, OBJECT_REF, REFERENCE -> referenceOfStandard();
            case REFERENCE_LIST -> referencesOfStandard();
            case DEFINITION_TYPE -> definitionType = textIfString();
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
        type = string(Rule.TYPE);
        if (type == null) {
            return;
        }
        known = json.stringEscaped ? null : Kind.find(json.in, json.stringStart, json.stringEnd);
        if (known != null) {
            type = known.type();
        } else if (json.stringEscaped) {
            byte[] plain = type.getBytes(US_ASCII);
            known = Kind.find(plain, 0, plain.length);
        }
        if (known == null && !StixId.isTypeName(type, type.length())) {
            problem(Rule.TYPE_FORM);
        } else if (known != null && known.kind() == Kind.BUNDLE) {
            problem(Rule.TYPE_BUNDLE);
        }
    }

    private void id() throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.ID_FORM);
            return;
        }
        json.string();
        id = reference();
        if (id == null) {
            idText = json.text();
            problem(Rule.ID_FORM);
        } else {
            idText = id.value();
        }
    }

    /** Takes the string read last as a reference if it is one, and returns it if it is a well-formed identifier. */
    private @Nullable StixId reference() throws JsonFault {
        StixId found = identifiers.find(json);
        if (found == null) {
            return null;
        }
        if (references.size() == limits.maxReferences()) {
            throw new JsonFault(Rule.OBJECT_REFERENCES);
        }
        references.add(found);
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
        int before = references.size();
        nested();
        if (!string || references.size() == before || identifiers.folded()) {
            // In an object of a type that the standard does not define, the property is not the standard's.
            problemsOfKnownTypes.add(Problem.of(Rule.ID_FORM, json.path()));
        }
    }

    private void referencesOfStandard() throws JsonFault {
        if (json.peek() != '[') {
            problemsOfKnownTypes.add(Problem.of(Rule.REFERENCE_LIST, json.path()));
        }
        list(referenceItem);
    }

    private void marking() throws JsonFault {
        StixId marking = identifier(MARKING_DEFINITION);
        if (marking != null) {
            markings.add(marking);
        }
    }

    private void label() throws JsonFault {
        String label = string(Rule.STRING);
        if (label != null) {
            labels.add(label);
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
            confidence = (int) value;
        }
    }

    private @Nullable String language() throws JsonFault {
        String code = string(Rule.LANGUAGE);
        if (code != null && !LANGUAGE.matcher(code).matches()) {
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
                        granularMarkingRefs.add(marking);
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
        if (selector != null && !SELECTOR.matcher(selector).matches()) {
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
        newObservable |= extensionType.equals("new-sco");
        newDomainObject |= extensionType.equals("new-sdo") || extensionType.equals("new-sro");
    }

    private void definition() throws JsonFault {
        if (json.peek() != '{') {
            nested();
            return;
        }
        if (json.openObject()) {
            do {
                json.name();
                reference();
                boolean named = json.is("statement");
                json.toValue();
                statement |= named && json.peek() == '"';
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
        byte[] in = json.in;
        int length = json.stringEnd - json.stringStart;
        boolean good = length >= MIN_NAME_CHARS
                && length <= MAX_NAME_CHARS
                && in[json.stringStart] >= 'a'
                && in[json.stringStart] <= 'z';
        for (int i = json.stringStart; i < json.stringEnd && good; i++) {
            byte b = in[i];
            good = (b >= 'a' && b <= 'z') || b == '_' || (b >= '0' && b <= '9');
        }
        if (!good) {
            problem(Rule.NAME_FORM);
        }
    }

    private void checkWhole() {
        if (!has(Property.ID)) {
            problem(Rule.ID);
        }
        if (!has(Property.TYPE)) {
            problem(Rule.TYPE);
        }
        if (type == null) {
            return;
        }
        if (id != null && !id.isOfType(type)) {
            problem(Rule.ID_TYPE, "id");
        }
        if (modified != null && created != null && StixTimestamp.compare(modified, created) < 0) {
            problem(Rule.MODIFIED_ORDER, "modified");
        }
        Kind kind = kind();
        checkSpecVersion(kind);
        checkRequired(kind);
        if (known != null) {
            for (Problem problem : problemsOfKnownTypes) {
                add(problem);
            }
            checkKnown(known);
        }
    }

    /** What an unknown type says of itself; else an object without the times of a version is taken for an observable. */
    private Kind kind() {
        if (known != null) {
            return known.kind();
        }
        if (newObservable != newDomainObject) {
            return newObservable ? Kind.OBSERVABLE : Kind.DOMAIN;
        }
        return has(Property.CREATED) || has(Property.MODIFIED) ? Kind.DOMAIN : Kind.OBSERVABLE;
    }

    private void checkSpecVersion(Kind kind) {
        if (!has(Property.SPEC_VERSION)) {
            if (kind != Kind.OBSERVABLE && kind != Kind.BUNDLE) {
                problem(Rule.SPEC_VERSION_MISSING);
            }
        } else if (specVersion != null && !specVersion.equals("2.1")) {
            problem(specVersion.equals("2.0") ? Rule.SPEC_VERSION_20 : Rule.SPEC_VERSION, "spec_version");
        }
    }

    private void checkRequired(Kind kind) {
        switch (kind) {
            case DOMAIN, RELATIONSHIP, LANGUAGE_CONTENT, EXTENSION_DEFINITION -> {
                require(Property.CREATED, Rule.CREATED);
                require(Property.MODIFIED, Rule.MODIFIED);
            }
            case MARKING_DEFINITION -> require(Property.CREATED, Rule.CREATED);
            case OBSERVABLE, BUNDLE -> {}
        }
        if (kind != Kind.OBSERVABLE && has(Property.DEFANGED)) {
            problem(Rule.DEFANGED, "defanged");
        }
    }

    private void checkKnown(Kind.Known standard) {
        switch (standard.kind()) {
            case RELATIONSHIP -> {
                if (standard.type().equals("sighting")) {
                    require(Property.SIGHTING_OF_REF, Rule.SIGHTING_OF);
                } else {
                    require(Property.SOURCE_REF, Rule.RELATIONSHIP_END);
                    require(Property.TARGET_REF, Rule.RELATIONSHIP_END);
                    if (!isRelationshipType(relationshipType)) {
                        problem(Rule.RELATIONSHIP_TYPE);
                    }
                }
            }
            case LANGUAGE_CONTENT -> require(Property.OBJECT_REF, Rule.LANGUAGE_OF);
            case EXTENSION_DEFINITION -> require(Property.CREATED_BY_REF, Rule.CREATED_BY);
            case MARKING_DEFINITION -> checkMarkingDefinition();
            case DOMAIN, OBSERVABLE, BUNDLE -> {}
        }
    }

    private void checkMarkingDefinition() {
        if (!has(Property.EXTENSIONS) && !(has(Property.DEFINITION_TYPE) && has(Property.DEFINITION))) {
            problem(Rule.MARKING_DEFINITION);
        }
        if (has(Property.DEFINITION_TYPE) && definitionType == null) {
            problem(Rule.STRING, "definition_type");
        }
        if ("statement".equals(definitionType) && !statement) {
            problem(Rule.MARKING_STATEMENT, "definition");
        }
        if ("tlp".equals(definitionType) && id != null && !Tlp.isPredefined(id)) {
            problem(Rule.MARKING_TLP, "id");
        }
        if (id != null && (markings.contains(id) || granularMarkingRefs.contains(id))) {
            problem(Rule.REFERENCE_SELF);
        }
    }

    private @Nullable MarkingKind markingKind(StixId validId) {
        if (known == null || known.kind() != Kind.MARKING_DEFINITION) {
            return null;
        }
        if (Tlp.isPredefined(validId)) {
            return MarkingKind.TLP;
        }
        // A statement that also carries an extension may restrict by it.
        return "statement".equals(definitionType) && !has(Property.EXTENSIONS)
                ? MarkingKind.STATEMENT
                : MarkingKind.OTHER;
    }

    private static boolean isRelationshipType(@Nullable String text) {
        return text != null
                && !text.isEmpty()
                && text.chars().allMatch(c -> (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-');
    }

    private List<StixId> distinctReferences(StixId own) {
        references.sort(null);
        List<StixId> distinct = new ArrayList<>(references.size());
        StixId before = own;
        for (StixId reference : references) {
            if (!reference.equals(before) && !reference.equals(own) && !reference.isOfType(EXTENSION_DEFINITION)) {
                distinct.add(reference);
            }
            before = reference;
        }
        return distinct;
    }

    private void require(Property property, Rule rule) {
        if (!has(property)) {
            problem(rule);
        }
    }

    private boolean has(Property property) {
        return present.contains(property);
    }

    private void problem(Rule rule) {
        add(Problem.of(rule, json.path()));
    }

    private void problem(Rule rule, String property) {
        add(Problem.of(rule, json.path() + "." + property));
    }

    private void add(Problem problem) {
        if (problems.size() < limits.maxProblems()) {
            problems.add(problem);
        }
    }
}
