package org.entente.stix;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been read of one object so far; used for one object after the other. */
final class ObjectFacts {
    private static final String EXTENSION_DEFINITION = "extension-definition";

    /** One selector of a granular marking, with the places where it stands. */
    record Selector(String text, int marking, int index) {}

    /** The properties that have been met, by their bits in the table of the type. */
    long present;

    /** Where the value of each property of the table begins and ends; only of use where the property is present. */
    final int[] starts = new int[Structure.MAX_PROPERTIES];

    final int[] ends = new int[Structure.MAX_PROPERTIES];

    final List<StixId> references = new ArrayList<>();
    final Set<StixId> markings = new LinkedHashSet<>();
    final Set<StixId> granularMarkingRefs = new LinkedHashSet<>();
    final Set<String> labels = new LinkedHashSet<>();
    final List<Selector> selectors = new ArrayList<>();

    /** The type, where the standard defines it. */
    @Nullable
    ObjectType known;

    @Nullable
    String type;

    /** The value of the id, whatever its form. */
    @Nullable
    String idText;

    @Nullable
    StixId id;

    @Nullable
    StixId createdBy;

    @Nullable
    String created;

    @Nullable
    String modified;

    @Nullable
    Integer confidence;

    @Nullable
    String lang;

    /** The kind of a marking definition, where it is one; settled when the object has ended. */
    boolean statement;

    boolean revoked;
    boolean defanged;

    /** Whether a reference of observed data names an observable. */
    boolean observable;

    /** Whether an extension says that the type is a new kind of cyber-observable object. */
    boolean newObservable;

    /** Whether an extension says that the type is a new kind of domain or relationship object. */
    boolean newDomainObject;

    /** Whether an extension says that it adds properties at the top. */
    boolean toplevelExtension;

    void reset() {
        present = 0;
        references.clear();
        markings.clear();
        granularMarkingRefs.clear();
        labels.clear();
        selectors.clear();
        known = null;
        type = null;
        idText = null;
        id = null;
        createdBy = null;
        created = null;
        modified = null;
        confidence = null;
        lang = null;
        statement = false;
        revoked = false;
        defanged = false;
        observable = false;
        newObservable = false;
        newDomainObject = false;
        toplevelExtension = false;
    }

    boolean has(Property property) {
        return (present & property.bit()) != 0;
    }

    boolean has(PropertySpec property) {
        return (present & property.bit()) != 0;
    }

    /** What an unknown type says of itself; else an object without the times of a version is taken for an observable. */
    Kind kind() {
        if (known != null) {
            return known.kind();
        }
        if (newObservable != newDomainObject) {
            return newObservable ? Kind.OBSERVABLE : Kind.DOMAIN;
        }
        return has(Property.CREATED) || has(Property.MODIFIED) ? Kind.DOMAIN : Kind.OBSERVABLE;
    }

    StixObject object(byte[] bytes, StixId validId, String validType) {
        return new StixObject(
                bytes,
                validId,
                validType,
                created,
                modified,
                revoked,
                createdBy,
                distinctReferences(validId),
                listOf(markings),
                has(Property.GRANULAR_MARKINGS),
                listOf(labels),
                markingKind(validId),
                listOf(granularMarkingRefs),
                confidence,
                lang);
    }

    private @Nullable MarkingKind markingKind(StixId validId) {
        if (known == null || known.kind() != Kind.MARKING_DEFINITION) {
            return null;
        }
        if (Tlp.isPredefined(validId)) {
            return MarkingKind.TLP;
        }
        // A statement that also carries an extension may restrict by it.
        return statement && !has(Property.EXTENSIONS) ? MarkingKind.STATEMENT : MarkingKind.OTHER;
    }

    private List<StixId> distinctReferences(StixId own) {
        references.sort(null);
        List<StixId> distinct = new ArrayList<>(references.size());
        StixId before = own;
        for (StixId reference : references) {
            if (!reference.equals(before) && !reference.equals(own) && !reference.isOfType(EXTENSION_DEFINITION)) {
                distinct.add(reference);
            }
            before = reference;
        }
        return distinct;
    }

    private static <T> List<T> listOf(Set<T> set) {
        return set.isEmpty() ? List.of() : List.copyOf(set);
    }
}
