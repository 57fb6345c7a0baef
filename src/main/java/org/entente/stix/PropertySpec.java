package org.entente.stix;

/**
 * One row of a table of properties.
 *
 * @param index its place in the table, below {@link Structure#MAX_PROPERTIES}
 * @param deprecated whether new content should not use it
 */
record PropertySpec(String name, ValueType type, boolean required, boolean deprecated, int index) {
    long bit() {
        return 1L << index;
    }
}
