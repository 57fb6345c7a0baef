package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads values by the type that the table gives their property, and takes every string that is an identifier as a
 * reference. It reads over a value of any other form too, and reports it.
 */
final class ValueReader {
    private static final int MIN_HASH_NAME_CHARS = 3;

    private final JsonScanner json;
    private final Limits limits;
    private final Identifiers identifiers;
    private final ObjectFacts facts;
    private final Findings findings;

    /** Where the values of the part read last begin and end, if it holds no other part. */
    private final int[] partStarts = new int[Structure.MAX_PROPERTIES];

    private final int[] partEnds = new int[Structure.MAX_PROPERTIES];
    private long partPresent;

    ValueReader(JsonScanner json, Limits limits, Identifiers identifiers, ObjectFacts facts, Findings findings) {
        this.json = json;
        this.limits = limits;
        this.identifiers = identifiers;
        this.facts = facts;
        this.findings = findings;
    }

    /** Reads the value at the position, which should be of this type. */
    void value(ValueType type) throws JsonFault {
        switch (type) {
            case ValueType.Text text -> text(text.form());
            case ValueType.ListOf list -> list(list.item());
            case ValueType.Reference reference -> reference(reference.targets());
            case ValueType.Time time -> time(time.wholeSeconds());
            case ValueType.Term term -> term(term.vocabulary());
            case ValueType.Part part -> part(part.structure());
            case ValueType.Truth() -> bool();
            case ValueType.Whole whole -> whole(whole.min(), whole.max());
            case ValueType.Decimal decimal -> decimal(decimal.min(), decimal.max());
            case ValueType.Hashes() -> hashes();
            case ValueType.Dictionary dictionary -> dictionary(dictionary);
            case ValueType.WholeOrText() -> wholeOrText();
            case ValueType.Binary() -> binary();
            case ValueType.Hex() -> hex();
            case ValueType.Container() -> new ContainerReader(json, this, findings).read();
            case ValueType.Anything() -> nested();
            case ValueType.Common(var _) ->
                throw new IllegalStateException("the reader of objects knows this property by itself");
        }
    }

    /** Any value within the object: only its references matter, and that it is well-formed. */
    void nested() throws JsonFault {
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

    /** Any value; a list must not be empty. */
    void anything() throws JsonFault {
        if (json.peek() != '[') {
            nested();
        } else if (json.openList()) {
            do {
                nested();
            } while (json.moreItems());
        } else {
            findings.add(Rule.LIST_EMPTY);
        }
    }

    /** Takes the string read last as a reference if it is one, and returns it if it is a well-formed identifier. */
    @Nullable
    StixId reference() throws JsonFault {
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

    /** An object with the properties of this table. */
    void part(Structure structure) throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.DICTIONARY);
            return;
        }
        long present = 0;
        if (json.openObject()) {
            do {
                json.name();
                reference();
                PropertySpec property = structure.ofName(json);
                if (property == null) {
                    custom();
                    json.toValue();
                    anything();
                } else {
                    present |= property.bit();
                    json.toValue();
                    partStarts[property.index()] = json.pos;
                    value(property.type());
                    partEnds[property.index()] = json.pos;
                }
            } while (json.moreMembers());
        }
        partPresent = present;
        TableChecks.check(structure, present, findings);
    }

    /** A string of the part read last, which holds no other part; null where it is not there or no string. */
    @Nullable
    String ofPart(PropertySpec property) {
        int start = partStarts[property.index()];
        boolean there = (partPresent & property.bit()) != 0 && json.in[start] == '"';
        return there ? json.textBetween(start + 1, partEnds[property.index()] - 1) : null;
    }

    /** Whether that string is this one, which is ASCII without a need for escapes; false where it is no string. */
    boolean partIs(PropertySpec property, byte[] ascii) {
        int start = partStarts[property.index()];
        boolean there = (partPresent & property.bit()) != 0 && json.in[start] == '"';
        return there && Arrays.equals(json.in, start + 1, partEnds[property.index()] - 1, ascii, 0, ascii.length);
    }

    /** A member that the table of its object does not have; its name was read last. */
    private void custom() {
        checkNameForm();
        if (findings.wantsWarnings()) {
            findings.add(Rule.CUSTOM_PROPERTY);
            checkPrefix();
        }
        findings.add(Rule.STANDARD_PROPERTY);
    }

    private void checkPrefix() {
        String name = json.text();
        if (!CustomName.hasPrefix(name, '_')) {
            findings.add(Rule.CUSTOM_PROPERTY_PREFIX);
        }
        if (!CustomName.hasSource(name, '_')) {
            findings.add(Rule.CUSTOM_PROPERTY_SOURCE);
        }
    }

    void checkNameForm() {
        boolean good = TextForm.isPropertyName(json.in, json.stringStart, json.stringEnd);
        if (!good && json.stringEscaped) {
            byte[] plain = json.text().getBytes(UTF_8);
            good = TextForm.isPropertyName(plain, 0, plain.length);
        }
        if (!good) {
            findings.add(Rule.NAME_FORM);
        }
    }

    void list(ValueType item) throws JsonFault {
        if (json.peek() != '[') {
            wrong(Rule.LIST);
        } else if (json.openList()) {
            do {
                value(item);
            } while (json.moreItems());
        } else {
            findings.add(Rule.LIST_EMPTY);
        }
    }

    private void text(StringForm form) throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.STRING);
            return;
        }
        json.string();
        reference();
        Rule rule = form.rule();
        if (rule == null || !findings.wants(rule.severity()) || form.accepts(json.text())) {
            return;
        }
        if (form.defangable()) {
            findings.addUnlessDefanged(rule);
        } else {
            findings.add(rule);
        }
    }

    /** A string, or null where the value is none, which breaks the rule. */
    @Nullable
    String string(Rule otherwise) throws JsonFault {
        if (json.peek() != '"') {
            wrong(otherwise);
            return null;
        }
        json.string();
        reference();
        return json.text();
    }

    private void reference(Targets targets) throws JsonFault {
        StixId found = identifier();
        if (found == null) {
            return;
        }
        if (!targets.accepts(found)) {
            findings.add(Rule.REFERENCE_TYPE);
        } else if (targets.observed() && Targets.OBSERVABLE.accepts(found)) {
            facts.observable = true;
        }
    }

    /** An identifier of an object of this type. */
    @Nullable
    StixId identifier(String ofType) throws JsonFault {
        StixId found = identifier();
        if (found != null && !found.isOfType(ofType)) {
            findings.add(Rule.REFERENCE_TYPE);
            return null;
        }
        return found;
    }

    /**
     * The identifier of a creator, which is an identity. The standard has no MUST for its type, and one's own types may
     * stand for identities, so only types that it defines otherwise are refused.
     */
    @Nullable
    StixId creator() throws JsonFault {
        StixId found = identifier();
        if (found != null && !found.isOfType("identity") && TypeTable.named(found.type()) != null) {
            findings.add(Rule.REFERENCE_TYPE);
            return null;
        }
        return found;
    }

    private @Nullable StixId identifier() throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.ID_FORM);
            return null;
        }
        json.string();
        StixId found = reference();
        if (found == null) {
            findings.add(Rule.ID_FORM);
        }
        return found;
    }

    private void time(boolean wholeSeconds) throws JsonFault {
        String time = string(Rule.TIMESTAMP_FORM);
        if (time == null) {
            return;
        }
        if (!StixTimestamp.isValid(time)) {
            findings.add(Rule.TIMESTAMP_FORM);
        } else if (wholeSeconds && !StixTimestamp.isWholeSecond(time)) {
            findings.add(Rule.TIMESTAMP_SECONDS);
        }
    }

    private void term(Vocabulary vocabulary) throws JsonFault {
        if (json.peek() != '"') {
            wrong(Rule.STRING);
            return;
        }
        json.string();
        reference();
        if (vocabulary.closed()) {
            if (vocabulary.find(json) == null) {
                findings.add(Rule.ENUMERATION, "", Rule.ENUMERATION.messageOf(vocabulary.section(), vocabulary.id()));
            }
        } else if (findings.wantsWarnings() && vocabulary.find(json) == null) {
            findings.add(Rule.VOCABULARY, "", Rule.VOCABULARY.messageOf(vocabulary.section(), vocabulary.id()));
            if (!TextForm.isLowerWords(json.text())) {
                findings.add(Rule.VOCABULARY_FORM);
            }
        }
    }

    boolean bool() throws JsonFault {
        byte first = json.peek();
        if (first != 't' && first != 'f') {
            wrong(Rule.BOOLEAN);
            return false;
        }
        json.scalar();
        return first == 't';
    }

    /** The number, or NaN where the value is none, which breaks the rule. */
    double number(Rule otherwise) throws JsonFault {
        byte first = json.peek();
        if (first != '-' && (first < '0' || first > '9')) {
            wrong(otherwise);
            return Double.NaN;
        }
        int start = json.pos;
        json.scalar();
        return Double.parseDouble(new String(json.in, start, json.pos - start, US_ASCII));
    }

    private void whole(long min, long max) throws JsonFault {
        double value = number(Rule.INTEGER);
        if (Double.isNaN(value)) {
            return;
        }
        if (value != Math.rint(value) || Math.abs(value) > ValueType.Whole54.MAX) {
            findings.add(Rule.INTEGER);
        } else if (value < min || value > max) {
            findings.add(Rule.INTEGER_RANGE);
        }
    }

    private void decimal(double min, double max) throws JsonFault {
        double value = number(Rule.FLOAT);
        if (value < min || value > max || Double.isInfinite(value)) {
            findings.add(Rule.FLOAT_RANGE);
        }
    }

    private void wholeOrText() throws JsonFault {
        byte first = json.peek();
        if (first == '"') {
            nested();
        } else if (first == '-' || (first >= '0' && first <= '9')) {
            whole(ValueType.Whole54.MIN, ValueType.Whole54.MAX);
        } else {
            wrong(Rule.INTEGER_OR_STRING);
        }
    }

    private void hashes() throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.DICTIONARY);
        } else if (json.openObject()) {
            do {
                json.name();
                reference();
                String algorithm = json.text();
                if (!TextForm.isDictionaryKey(algorithm, MIN_HASH_NAME_CHARS)) {
                    findings.add(Rule.HASH_NAME);
                } else if (findings.wantsWarnings()
                        && Vocabulary.HASH_ALGORITHM.find(json) == null
                        && !CustomName.hasPrefix(algorithm, '_')) {
                    findings.add(Rule.HASH_ALGORITHM);
                }
                json.toValue();
                String hash = string(Rule.HASH_VALUE);
                if (hash != null && !HashForm.accepts(algorithm, hash)) {
                    findings.add(Rule.HASH_VALUE);
                }
            } while (json.moreMembers());
        } else {
            findings.add(Rule.DICTIONARY_EMPTY);
        }
    }

    private void dictionary(ValueType.Dictionary dictionary) throws JsonFault {
        if (json.peek() != '{') {
            wrong(Rule.DICTIONARY);
        } else if (json.openObject()) {
            do {
                json.name();
                reference();
                checkKey(json.text(), dictionary.keys());
                json.toValue();
                if (json.peek() == 'n') {
                    wrong(Rule.DICTIONARY_VALUE);
                } else {
                    value(dictionary.values());
                }
            } while (json.moreMembers());
        } else {
            findings.add(Rule.DICTIONARY_EMPTY);
        }
    }

    private void checkKey(String key, KeyForm form) {
        if (!TextForm.isDictionaryKey(key, 1)) {
            findings.add(Rule.DICTIONARY_KEY);
        } else if (!form.accepts(key)) {
            findings.add(form.rule());
        }
    }

    private void binary() throws JsonFault {
        String text = string(Rule.BINARY);
        if (text != null && !TextForm.isBase64(text)) {
            findings.add(Rule.BINARY);
        }
    }

    private void hex() throws JsonFault {
        String text = string(Rule.HEX);
        if (text != null && !TextForm.isLowerHex(text)) {
            findings.add(Rule.HEX);
        }
    }

    /** The value breaks the rule, and is read over. */
    void wrong(Rule rule) throws JsonFault {
        findings.add(rule);
        nested();
    }
}
