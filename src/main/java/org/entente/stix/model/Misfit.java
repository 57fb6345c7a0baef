package org.entente.stix.model;

/** A property that must be there is not, or has a value of another kind. */
final class Misfit extends Exception {
    private static final long serialVersionUID = 1L;

    Misfit(String property) {
        super(property, null, false, false);
    }
}
