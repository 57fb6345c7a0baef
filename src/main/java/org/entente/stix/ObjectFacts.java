package org.entente.stix;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has been read of one object so far; used for one object after the other. */
final class ObjectFacts {
    private static final String EXTENSION_DEFINITION = "extension-definition";

    final Set<Property> present = EnumSet.noneOf(Property.class);
    final List<StixId> references = new ArrayList<>();
    final Set<StixId> markings = new LinkedHashSet<>();
    final Set<StixId> granularMarkingRefs = new LinkedHashSet<>();
    final Set<String> labels = new LinkedHashSet<>();

    /** The type, where the standard defines it. */
    Kind.@Nullable Known known;

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
    String relationshipType;

    @Nullable
    String definitionType;

    @Nullable
    Integer confidence;

    @Nullable
    String lang;

    boolean revoked;
    boolean definitionIsObject;

    /** Whether the definition of a marking has a statement that is a string. */
    boolean statement;

    /** Whether an extension says that the type is a new kind of cyber-observable object. */
    boolean newObservable;

    /** Whether an extension says that the type is a new kind of domain or relationship object. */
    boolean newDomainObject;

    void reset() {
        present.clear();
        references.clear();
        markings.clear();
        granularMarkingRefs.clear();
        labels.clear();
        known = null;
        type = null;
        idText = null;
        id = null;
        createdBy = null;
        created = null;
        modified = null;
        relationshipType = null;
        definitionType = null;
        confidence = null;
        lang = null;
        revoked = false;
        definitionIsObject = false;
        statement = false;
        newObservable = false;
        newDomainObject = false;
    }

    boolean has(Property property) {
        return present.contains(property);
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
        boolean plain = "statement".equals(definitionType) && !has(Property.EXTENSIONS);
        return plain ? MarkingKind.STATEMENT : MarkingKind.OTHER;
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
