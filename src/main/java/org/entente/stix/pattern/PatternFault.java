package org.entente.stix.pattern;

/**
 * What is wrong with a pattern, and where. Nothing of the pattern itself is in it.
 *
 * @param offset the place, in UTF-16 units from 0
 * @param line the same place, from 1
 * @param column the same place in code points, from 1
 */
public record PatternFault(Cause cause, int offset, int line, int column) {
    /** How much a fault weighs. */
    public enum Weight {
        /** The text is no pattern and matches nothing (section 9.4). */
        UNREADABLE,
        /** The text can be read and breaks a rule all the same. */
        ERROR,
        /** Nothing is broken, but the author cannot have meant it. */
        WARNING
    }

    /** Every kind of fault. The numbers are those of sections of STIX 2.1. */
    public enum Cause {
        LENGTH("The pattern is longer than what is read."),
        DEPTH("The pattern is nested deeper than what is read."),
        COMPARISONS("The pattern has more comparison expressions than what is read."),
        PARTS("The pattern asks for more separate observations, repetitions written out, than what is tried."),
        NUMBER_SIZE("The number is larger than what is read."),
        CHARACTER("No part of a pattern begins with this character (section 9.4)."),
        STRING_OPEN("A string constant lacks the apostrophe at its end (section 9.2)."),
        ESCAPE("In a string constant only an apostrophe or a backslash may follow a backslash (section 9.2)."),
        HEX("A hex constant is an even number of hexadecimal digits between apostrophes (section 9.2)."),
        BINARY("A binary constant is base64 between apostrophes (section 9.2)."),
        TIMESTAMP("A timestamp constant is a timestamp between apostrophes (sections 2.16 and 9.2)."),
        OBSERVATION("An observation expression was expected, which begins with '[' or '(' (section 9.5)."),
        BRACKET("AND, OR or ']' was expected after the comparison expression (section 9.5)."),
        PARENTHESIS("A closing parenthesis was expected (section 9.5.3)."),
        END("An observation operator, a qualifier or the end of the pattern was expected (section 9.5)."),
        COMPARISON("A comparison expression was expected: an object path, EXISTS or '(' (section 9.6)."),
        COLON("A colon was expected after the type of the object (section 9.7)."),
        PROPERTY("The name of a property was expected, in apostrophes where it has a hyphen (section 9.7)."),
        INDEX("A list index was expected: an integer or '*', and ']' after it (section 9.7.2)."),
        OPERATOR("A comparison operator was expected (section 9.6.1)."),
        CONSTANT("A constant was expected (section 9.2)."),
        ORDER("A constant that has an order was expected (section 9.6.1)."),
        STRING("A string constant was expected (section 9.6.1)."),
        SET("A list of constants in parentheses was expected (section 9.6.1)."),
        SET_TYPES("The constants of a list must be of one type (section 9.6.1)."),
        ADDRESS("An IPv4 or IPv6 address or a range in CIDR form was expected (section 9.6.1)."),
        WITHIN("WITHIN takes a positive number and the word SECONDS (section 9.5.1)."),
        REPEATS("REPEATS takes a positive integer and the word TIMES (section 9.5.1)."),
        START_STOP("START takes a timestamp, the word STOP and another timestamp (section 9.5.1)."),
        LOOKAROUND("The regular expression looks around, which cannot be matched in linear time (section 9.6.1)."),
        BACKREFERENCE("The regular expression refers back, which cannot be matched in linear time (section 9.6.1)."),
        EXPRESSION("The regular expression cannot be read by RE2 (section 9.6.1)."),
        EXPRESSION_SIZE("The regular expression repeats more than what is matched."),
        QUALIFIER_TWICE("An expression has two qualifiers of one type (section 9.5.1).", Weight.ERROR),
        HASH("The constant has not the form of such a hash (section 2.7).", Weight.ERROR),
        NO_COMMON_TYPE(
                "Nothing matches: AND joins comparisons of different object types (section 9.5).", Weight.WARNING),
        EMPTY_TIME("Nothing matches: START is not before STOP (section 9.5.1).", Weight.WARNING);

        private final String sentence;
        private final Weight weight;

        Cause(String sentence) {
            this(sentence, Weight.UNREADABLE);
        }

        Cause(String sentence, Weight weight) {
            this.sentence = sentence;
            this.weight = weight;
        }

        /** The cause as a sentence. */
        public String sentence() {
            return sentence;
        }

        public Weight weight() {
            return weight;
        }
    }
}
