package org.entente.release;

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

    /**
     * An object version, ordered by group, then id, then version by instant, then version as text.
     *
     * @param group what is referred to goes before what refers to it, as far as types tell
     */
    public record Subject(int group, StixId id, String version) implements Comparable<Subject> {
        Subject(StixId id, String version) {
            this(groupOf(id.type()), id, version);
        }

        @Override
        public int compareTo(Subject other) {
            int order = Integer.compare(group, other.group);
            order = order != 0 ? order : id.compareTo(other.id);
            order = order != 0 ? order : StixTimestamp.compare(version, other.version);
            return order != 0 ? order : version.compareTo(other.version);
        }
    }

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
        return kind == Kind.WITHDRAWN ? other.subject.compareTo(subject) : subject.compareTo(other.subject);
    }

    private static int groupOf(String type) {
        return switch (type) {
            case "marking-definition", "extension-definition" -> 0;
            case "identity" -> 1;
            case "relationship", "sighting" -> 3;
            case "note", "opinion", "report", "grouping" -> 4;
            default -> 2;
        };
    }
}
