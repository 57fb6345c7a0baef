package org.entente.stix;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The rules that two versions of one object keep together (STIX 2.1 sections 3.2, 3.5 and 3.6). They bind whoever makes
 * versions; what a consumer does with versions that break them the standard leaves open.
 */
public final class Succession {
    private Succession() {}

    /**
     * What the rules look at of one version.
     *
     * @param text what tells it from others, as {@link StixObject#version} has it
     * @param created the property of that name, or null where the object has none or it is not known
     * @param createdBy {@code created_by_ref}
     * @param revoked the property of that name
     */
    public record Version(
            String text, @Nullable String created, @Nullable StixId createdBy, boolean revoked) {
        /** What is known of an object that was read. */
        public static Version of(StixObject object) {
            return new Version(object.version(), object.created(), object.createdBy(), object.revoked());
        }
    }

    /**
     * The rules that a version breaks together with another one of the same id that is there already, whichever of them is
     * the later; none where they are in order. The paths are those of properties of the new version.
     */
    public static List<Problem> broken(Version version, Version known) {
        List<Problem> broken = new ArrayList<>(0);
        if (version.created != null
                && known.created != null
                && StixTimestamp.compare(version.created, known.created) != 0) {
            broken.add(Problem.of(Rule.VERSION_CREATED, "$.created"));
        }
        if (!Objects.equals(version.createdBy, known.createdBy)) {
            broken.add(Problem.of(Rule.VERSION_CREATOR, "$.created_by_ref"));
        }
        int order = StixTimestamp.compare(version.text, known.text);
        if (order == 0) {
            broken.add(Problem.of(Rule.VERSION_MODIFIED, "$.modified"));
        }
        if (order > 0 ? known.revoked : order < 0 && version.revoked) {
            broken.add(Problem.of(Rule.VERSION_REVOKED, "$.modified"));
        }
        return broken;
    }

    /**
     * The property {@code created} of an object that was valid once, as written, without reading on after it; null where it
     * has none.
     */
    public static @Nullable String created(byte[] object) {
        JsonScanner json = new JsonScanner(object, Limits.MAX_DEPTH, object.length);
        try {
            json.space();
            if (json.openObject()) {
                do {
                    json.name();
                    boolean created = json.is("created");
                    json.toValue();
                    json.skip();
                    if (created) {
                        String text = object[json.pos - 1] == '"' ? json.text() : "";
                        return StixTimestamp.isValid(text) ? text : null;
                    }
                } while (json.moreMembers());
            }
            return null;
        } catch (JsonFault fault) {
            throw new IllegalArgumentException("not a well-formed object", fault);
        }
    }
}
