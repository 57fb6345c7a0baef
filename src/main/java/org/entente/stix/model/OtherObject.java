package org.entente.stix.model;

/**
 * An object of a type that the standard does not define (sections 7.3 and 11.2), or one that lacks what its type must have.
 * All its own properties are in {@link Common#other}.
 */
public record OtherObject(Common common) implements TypedObject {}
