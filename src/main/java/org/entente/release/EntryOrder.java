package org.entente.release;

import java.util.Comparator;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Where an entry stands among those that one command gives to one feed (release.md, rule 11): by kind; releases by
 * group, id and version; withdrawals in reverse order of releases.
 *
 * @param kind what the entry says
 * @param subject the object version that it is about; null for kinds that are about none
 */
public record EntryOrder(Kind kind, @Nullable Subject subject) implements Comparable<EntryOrder> {
    /** The kinds of entries, in their order. */
    public enum Kind {
        TERMS_CHANGED,
        RESUMED,
        WITHDRAWN,
        RELEASED,
        SUSPENDED,
        CLOSED;

        boolean hasSubject() {
            return this == WITHDRAWN || this == RELEASED;
        }
    }

    /** An object version. */
    public record Subject(StixId id, String version) {}

    /** By group, then id, then version by instant, then version as text. */
    private static final Comparator<Subject> RELEASES = Comparator.comparingInt(
                    (Subject subject) -> group(subject.id.type()))
            .thenComparing(Subject::id)
            .thenComparing(Subject::version, StixTimestamp::compare)
            .thenComparing(Subject::version);

    public EntryOrder {
        if (kind.hasSubject() != (subject != null)) {
            throw new IllegalArgumentException(
                    "Releases and withdrawals are about an object, and other entries are not.");
        }
    }

    /** The place of a release. */
    public static EntryOrder released(StixId id, String version) {
        return new EntryOrder(Kind.RELEASED, new Subject(id, version));
    }

    /** The place of a withdrawal. */
    public static EntryOrder withdrawn(StixId id, String version) {
        return new EntryOrder(Kind.WITHDRAWN, new Subject(id, version));
    }

    /** The place of an entry that is about no object. */
    public static EntryOrder of(Kind kind) {
        return new EntryOrder(kind, null);
    }

    @Override
    public int compareTo(EntryOrder other) {
        int kinds = kind.compareTo(other.kind);
        if (kinds != 0 || subject == null || other.subject == null) {
            return kinds;
        }
        return kind == Kind.WITHDRAWN
                ? RELEASES.compare(other.subject, subject)
                : RELEASES.compare(subject, other.subject);
    }

    /** What is referred to goes before what refers to it, as far as types tell. */
    private static int group(String type) {
        return switch (type) {
            case "marking-definition", "extension-definition" -> 0;
            case "identity" -> 1;
            case "relationship", "sighting" -> 3;
            case "note", "opinion", "report", "grouping" -> 4;
            default -> 2;
        };
    }
}
