/**
 * STIX 2.1 as typed records: what an object says, for code that reads its properties.
 *
 * <p>The main type is {@link org.entente.stix.model.TypedObject}, whose {@code of} reads a valid object into the record of
 * its type. Below it stand {@link org.entente.stix.model.DomainObject}, {@link org.entente.stix.model.RelationshipObject},
 * {@link org.entente.stix.model.CyberObservable} and {@link org.entente.stix.model.MetaObject} with one record for each type
 * of the standard, and {@link org.entente.stix.model.OtherObject} for all other types.
 *
 * <p>Components are the properties of the standard's tables: named as there but in Java's case, in the same order, optional
 * ones null where they are absent, lists and dictionaries empty (the standard prohibits empty ones, so that is the same).
 * Timestamps keep the text in which they were written. Vocabularies and enumerations are strings. What the standard does not
 * define stays as JSON under {@code other}, so that nothing is lost. Lists and maps are unmodifiable as they are read, and
 * the JSON in them is not to be changed.
 *
 * <p>There is no way back to bytes: the bytes of {@link org.entente.stix.StixObject} are the object. The package is a part of
 * the room {@code stix} and as pure as the rest of it.
 */
@org.jspecify.annotations.NullMarked
package org.entente.stix.model;
