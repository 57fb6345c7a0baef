package org.entente.stix.model;

import org.entente.stix.StixObject;
import tools.jackson.core.JacksonException;

/** One STIX 2.1 object as a record of its type. */
public sealed interface TypedObject permits DomainObject, RelationshipObject, CyberObservable, MetaObject, OtherObject {
    /** The properties that objects of many types have. */
    Common common();

    /** Reads an object. See {@link #of(byte[])}. */
    static TypedObject of(StixObject object) {
        return of(object.bytes());
    }

    /**
     * Reads one valid object into the record of its type. An object of another type is an {@link OtherObject}, and so is one
     * that lacks what its type must have, if somebody hands one in; an optional property whose value has not the form that
     * the standard gives it stays under {@code other}. So nothing is lost, valid or not.
     *
     * @throws IllegalArgumentException where the bytes are no JSON object with a type and an id, or a number has over 1,000
     *     digits
     */
    static TypedObject of(byte[] bytes) {
        try {
            Members in = Members.parse(bytes);
            TypedObject known = KnownTypes.read(in);
            return known != null ? known : new OtherObject(in.common());
        } catch (Misfit _) {
            return untyped(bytes);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a JSON object", e);
        }
    }

    private static TypedObject untyped(byte[] bytes) {
        try {
            return new OtherObject(Members.parse(bytes).common());
        } catch (Misfit e) {
            throw new IllegalArgumentException("not an object with a type and an id", e);
        }
    }
}
