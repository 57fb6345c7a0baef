package org.entente.stix;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One version of one STIX 2.1 object, with the bytes it came in and what is read from them once.
 *
 * <p>Equality is that of the bytes, from which all else follows.
 *
 * @param bytes exactly the object's bytes as they came in, from the opening to the closing brace; not to be changed
 * @param id the object's identifier
 * @param type the object's type, equal to the type part of its id
 * @param created the property of that name as written, or null where the object has none
 * @param modified the property of that name as written, or null where the object has none
 * @param revoked the property of that name, false where it is absent
 * @param createdBy {@code created_by_ref}
 * @param references every string value or key, at any depth, that in full is a STIX identifier: distinct, sorted,
 *     without the object's own id and without ids of extension definitions; a UUID in upper case counts as the same one
 *     in lower case
 * @param markings {@code object_marking_refs} in order, distinct; they are among the references too
 * @param granularMarkings whether the object has the property {@code granular_markings}
 * @param labels the property of that name, in order, distinct
 * @param markingKind what kind of marking this is, for marking definitions only
 * @param granularMarkingRefs the {@code marking_ref} values of granular markings in order, distinct; they are among the
 *     references too
 * @param confidence the property of that name, 0 to 100
 * @param lang the property of that name
 */
// The bytes are the object; a wrapper would only be copied away at every edge.
@SuppressWarnings("ArrayRecordComponent")
public record StixObject(
        byte[] bytes,
        StixId id,
        String type,
        @Nullable String created,
        @Nullable String modified,
        boolean revoked,
        @Nullable StixId createdBy,
        List<StixId> references,
        List<StixId> markings,
        boolean granularMarkings,
        List<String> labels,
        @Nullable MarkingKind markingKind,
        List<StixId> granularMarkingRefs,
        @Nullable Integer confidence,
        @Nullable String lang) {

    public StixObject {
        references = List.copyOf(references);
        markings = List.copyOf(markings);
        labels = List.copyOf(labels);
        granularMarkingRefs = List.copyOf(granularMarkingRefs);
    }

    /**
     * What tells the versions of one id apart: {@code modified}, else {@code created}, else the empty text, as objects
     * without either have no versions (STIX 2.1 section 3.6). Compare with {@link StixTimestamp#compare}.
     */
    public String version() {
        return modified != null ? modified : created != null ? created : "";
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof StixObject that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The id and the version, never the content. */
    @Override
    public String toString() {
        return "StixObject[" + id + " " + version() + "]";
    }
}
