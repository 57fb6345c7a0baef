package org.entente.stix;

import java.util.List;
import java.util.stream.Stream;

/**
 * What a property holds: the data types of STIX 2.1 section 2, with what the tables of properties say of them beyond
 * that.
 */
sealed interface ValueType {
    /** A string (section 2.15), with the form that the property demands of it. */
    record Text(StringForm form) implements ValueType {}

    /** An integer (section 2.10) within these bounds, both included. */
    record Whole(long min, long max) implements ValueType {}

    /** A float (section 2.6) within these bounds, both included. */
    record Decimal(double min, double max) implements ValueType {}

    /** A boolean (section 2.2). */
    record Truth() implements ValueType {}

    /** A timestamp (section 2.16). */
    record Time(boolean wholeSeconds) implements ValueType {}

    /** An identifier (section 2.9) of an object of one of these types. */
    record Reference(Targets targets) implements ValueType {}

    /** A list (section 2.12). */
    record ListOf(ValueType item) implements ValueType {}

    /** Hashes (section 2.7). */
    record Hashes() implements ValueType {}

    /** A dictionary (section 2.3). */
    record Dictionary(KeyForm keys, ValueType values) implements ValueType {}

    /** An integer or a string, which the standard has only within dictionaries. */
    record WholeOrText() implements ValueType {}

    /** Base64 of a sequence of bytes (section 2.1). */
    record Binary() implements ValueType {}

    /** Hexadecimal digits of a sequence of bytes (section 2.8). */
    record Hex() implements ValueType {}

    /** A term of an open vocabulary (section 2.14) or of an enumeration (section 2.4). */
    record Term(Vocabulary vocabulary) implements ValueType {}

    /** An object with properties of its own. */
    record Part(Structure structure) implements ValueType {}

    /** The deprecated container of observables (section 2.13). */
    record Container() implements ValueType {}

    /** Any value of a property's base types. */
    record Anything() implements ValueType {}

    /** A property that all kinds of objects share (section 3.2), which the reader knows by itself. */
    record Common(Property property) implements ValueType {}

    /** The type in the standard's words, as {@code stix rules} prints it. */
    default String words() {
        return switch (this) {
            case Text(StringForm form) -> form == StringForm.PLAIN ? "string" : "string (" + form.words() + ")";
            case Whole(long min, long max) -> "integer" + bounds(min, max);
            case Decimal(double min, double max) ->
                Double.isInfinite(min) ? "float" : "float (" + min + " to " + max + ")";
            case Truth() -> "boolean";
            case Time(boolean wholeSeconds) -> wholeSeconds ? "timestamp (whole seconds)" : "timestamp";
            case Reference(Targets targets) -> "identifier (" + targets.words() + ")";
            case ListOf(ValueType item) -> "list of " + item.words();
            case Hashes() -> "hashes";
            case Dictionary(var _, ValueType values) ->
                values instanceof Anything ? "dictionary" : "dictionary of " + values.words();
            case WholeOrText() -> "integer or string";
            case Binary() -> "binary";
            case Hex() -> "hex";
            case Term(Vocabulary vocabulary) -> vocabulary.id();
            case Part(Structure structure) -> structure.name();
            case Container() -> "observable-container";
            case Anything() -> "any";
            case Common(Property property) -> property.words();
        };
    }

    /** The rules that a value of this type can break. */
    default List<Rule> rules() {
        return switch (this) {
            case Text(StringForm form) ->
                form.rule() == null ? List.of(Rule.STRING) : List.of(Rule.STRING, form.rule());
            case Whole whole ->
                bounds(whole.min(), whole.max()).isEmpty()
                        ? List.of(Rule.INTEGER)
                        : List.of(Rule.INTEGER, Rule.INTEGER_RANGE);
            case Decimal decimal ->
                Double.isInfinite(decimal.min()) ? List.of(Rule.FLOAT) : List.of(Rule.FLOAT, Rule.FLOAT_RANGE);
            case Truth() -> List.of(Rule.BOOLEAN);
            case Time(boolean wholeSeconds) ->
                wholeSeconds ? List.of(Rule.TIMESTAMP_FORM, Rule.TIMESTAMP_SECONDS) : List.of(Rule.TIMESTAMP_FORM);
            case Reference(var _) -> List.of(Rule.ID_FORM, Rule.REFERENCE_TYPE);
            case ListOf(ValueType item) ->
                Stream.concat(Stream.of(Rule.LIST, Rule.LIST_EMPTY), item.rules().stream())
                        .toList();
            case Hashes() ->
                List.of(Rule.DICTIONARY, Rule.DICTIONARY_EMPTY, Rule.HASH_NAME, Rule.HASH_VALUE, Rule.HASH_ALGORITHM);
            case Dictionary(KeyForm keys, ValueType values) ->
                Stream.concat(
                                Stream.of(
                                        Rule.DICTIONARY,
                                        Rule.DICTIONARY_EMPTY,
                                        Rule.DICTIONARY_KEY,
                                        keys.rule(),
                                        Rule.DICTIONARY_VALUE),
                                values.rules().stream())
                        .toList();
            case WholeOrText() -> List.of(Rule.INTEGER_OR_STRING, Rule.INTEGER);
            case Binary() -> List.of(Rule.BINARY);
            case Hex() -> List.of(Rule.HEX);
            case Term(Vocabulary vocabulary) ->
                vocabulary.closed()
                        ? List.of(Rule.STRING, Rule.ENUMERATION)
                        : List.of(Rule.STRING, Rule.VOCABULARY, Rule.VOCABULARY_FORM);
            case Part(var _) -> List.of(Rule.DICTIONARY);
            case Container() ->
                List.of(Rule.DICTIONARY, Rule.DICTIONARY_EMPTY, Rule.CONTAINER_OBJECT, Rule.CONTAINER_REFERENCE);
            case Anything() -> List.of();
            case Common(Property property) -> property.rules();
        };
    }

    /** Whether the value names other objects, alone or in a list. */
    default boolean refers() {
        return switch (this) {
            case Reference(var _) -> true;
            case ListOf(ValueType item) -> item.refers();
            case Common(Property property) ->
                property == Property.CREATED_BY_REF || property == Property.OBJECT_MARKING_REFS;
            case Text _,
                    Whole _,
                    Decimal _,
                    Truth _,
                    Time _,
                    Hashes _,
                    Dictionary _,
                    WholeOrText _,
                    Binary _,
                    Hex _,
                    Term _,
                    Part _,
                    Container _,
                    Anything _ -> false;
        };
    }

    private static String bounds(long min, long max) {
        boolean least = min > Whole54.MIN;
        boolean most = max < Whole54.MAX;
        return least && most ? " (" + min + " to " + max + ")" : least ? " (at least " + min + ")" : "";
    }

    /** The bounds of every integer (section 2.10). */
    final class Whole54 {
        static final long MAX = (1L << 53) - 1;
        static final long MIN = -MAX;

        private Whole54() {}
    }
}
