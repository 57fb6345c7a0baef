package org.entente.stix;

import org.entente.stix.ValueType.Whole54;

/** Short names for the data types of STIX 2.1 section 2, so that the tables read like the standard's own. */
final class Types {
    static final ValueType STRING = new ValueType.Text(StringForm.PLAIN);
    static final ValueType BOOLEAN = new ValueType.Truth();
    static final ValueType TIMESTAMP = new ValueType.Time(false);
    static final ValueType INTEGER = new ValueType.Whole(Whole54.MIN, Whole54.MAX);
    static final ValueType NOT_NEGATIVE = new ValueType.Whole(0, Whole54.MAX);
    static final ValueType PORT = new ValueType.Whole(0, 65_535);
    static final ValueType FLOAT = new ValueType.Decimal(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);
    static final ValueType BINARY = new ValueType.Binary();
    static final ValueType HEX = new ValueType.Hex();
    static final ValueType HASHES = new ValueType.Hashes();
    static final ValueType ANYTHING = new ValueType.Anything();
    static final ValueType INTEGER_OR_STRING = new ValueType.WholeOrText();

    /** Kill chain phases (section 2.11). */
    static final ValueType KILL_CHAIN_PHASES = listOf(part(Structure.named("kill-chain-phase", "2.11")
            .required(string(StringForm.KILL_CHAIN_NAME), "kill_chain_name", "phase_name")));

    private Types() {}

    static ValueType string(StringForm form) {
        return new ValueType.Text(form);
    }

    static ValueType integer(long min, long max) {
        return new ValueType.Whole(min, max);
    }

    static ValueType decimal(double min, double max) {
        return new ValueType.Decimal(min, max);
    }

    static ValueType listOf(ValueType item) {
        return new ValueType.ListOf(item);
    }

    static ValueType term(Vocabulary vocabulary) {
        return new ValueType.Term(vocabulary);
    }

    static ValueType dictionary(KeyForm keys, ValueType values) {
        return new ValueType.Dictionary(keys, values);
    }

    static ValueType reference(Targets targets) {
        return new ValueType.Reference(targets);
    }

    static ValueType reference(String... types) {
        return new ValueType.Reference(Targets.of(types));
    }

    static ValueType references(Targets targets) {
        return listOf(reference(targets));
    }

    static ValueType references(String... types) {
        return listOf(reference(types));
    }

    static ValueType part(Structure.Builder structure) {
        return new ValueType.Part(structure.build());
    }
}
