package org.entente.intake;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The columns of tables of objects, in their order. docs/conversions.md says what each holds. */
enum CsvColumn {
    ID,
    TYPE,
    CREATED,
    MODIFIED,
    REVOKED,
    CREATED_BY_REF,
    NAME,
    DESCRIPTION,
    LABELS,
    CONFIDENCE,
    TLP,
    OBJECT_MARKING_REFS,
    VALUE,
    HASHES,
    INDICATOR_TYPES,
    PATTERN_TYPE,
    PATTERN,
    VALID_FROM,
    VALID_UNTIL,
    KILL_CHAIN_PHASES,
    EXTERNAL_REFERENCES;

    /** The name in the header, which is that of the property where there is one. */
    String header() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable CsvColumn of(String header) {
        for (CsvColumn column : values()) {
            if (column.header().equals(header)) {
                return column;
            }
        }
        return null;
    }
}
