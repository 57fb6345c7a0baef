package org.entente.exchange;

import org.jspecify.annotations.Nullable;

/**
 * Ways in which a node might tell a partner of what it withholds. Each is planted once, by leading calls of the real code to
 * {@code Planted} of the same room, and {@link PlantedLeaksTest} wants each to be found by comparing what the partner gets.
 */
public enum Leak {
    NONCE_OF_A_SHARED_STREAM("The nonces of all feeds are draws of one stream, so a feed sees how much others drew."),
    LINEAGE_OF_A_SHARED_STREAM("Lineage tokens are draws of one stream."),
    STATUS_OF_A_SHARED_COUNTER("The ids of statuses come from a counter of all posts."),
    TIME_OF_THE_STORE("The times of entries are kept apart by a counter of the whole store."),
    ENTRY_FOR_EACH_IMPORT("A feed notes each import, those of which it shows nothing too."),
    REASON_TELLS("The reason of a withdrawal depends on what else is in the store."),
    REFUSED_VERSION_WITHDRAWS(
            "Any newer version that is refused withdraws the older ones, not only one that a marking bars."),
    REFERENCE_MET_BY_WITHHELD("A reference counts as met when the object is in the store, released or not."),
    REVOCATION_IS_NUMBERED("The form of a revocation bears a number of the store."),
    POST_MEETS_THE_STORE("A post is refused when the store knows one of its objects."),
    POST_MEETS_OTHERS_POSTS("A post is refused when another partner posted the same before."),
    QUOTA_COUNTS_OTHERS("What another partner posts counts against the quota."),
    CURSOR_COUNTS_WITHHELD("A cursor says at which object of the store the page ended."),
    CURSOR_SEALED_BY_THE_STORE("A cursor is sealed with the number of commands so far."),
    MORE_BEFORE_FILTERING("Whether there is more is decided before what is withheld is taken away."),
    LIMIT_BEFORE_FILTERING("The limit of a page counts what is withheld."),
    LAST_OF_THE_STORE("The last version of an object is the last in the store, shown or not."),
    FIRST_OF_THE_STORE("The first version of an object is the first in the store, shown or not."),
    MATCH_ON_WITHHELD("A filter that names a withheld object is refused."),
    ADDED_AFTER_ARRIVALS("The time after which objects are asked for is moved by what arrived in the store."),
    TOTAL_COUNT("A header says how many objects there are in all."),
    TAG_OF_THE_STORE("The tag of a page is the version of the whole store."),
    LAST_MODIFIED("A header says when the store changed last."),
    DATE_ADDED_OF_WITHHELD("The date of the last object of a page is that of the last one that arrived."),
    PADDED_BODY("A body has room for what was taken away."),
    WITHHELD_IS_FORBIDDEN("A withheld object is forbidden, an unknown one is not found."),
    WITHHELD_IS_EMPTY("A withheld object is an empty page, an unknown one is not found."),
    ERROR_NAMES_VERSIONS("The error of an object that is not found says how many versions there are."),
    VERSIONS_LIST_WITHHELD("The versions of an object list those that are withheld."),
    MANIFEST_LISTS_WITHHELD("The manifest lists withheld versions of the objects that it shows."),
    HEAD_OF_THE_STORE("The answer to HEAD has the length of the unfiltered page."),
    COMPRESSED_BY_HIDDEN_SIZE("Whether an answer is compressed depends on what was taken away."),
    ORDER_BY_HIDDEN_ACTIVITY("The collections are listed in the order of the store's activity."),
    COLLECTIONS_COUNT_OTHERS("The title of a collection says how many contracts there are."),
    OTHERS_COLLECTION_IS_FORBIDDEN("Another partner's collection is forbidden, an unknown one is not found."),
    OTHERS_STATUS_IS_FORBIDDEN("The status of another partner's post is forbidden, an unknown one is not found."),
    CHECKPOINT_ON_OTHERS_GROWTH("A checkpoint says how much the store has grown."),
    OPENING_OF_WITHHELD("The opening of an entry that never was is gone where a withheld object might have had it."),
    OTHERS_POSTS_IN_STATUS("The status of a post counts what others posted."),
    TRIM_KEEPS_WITHHELD("An entry of a list is left out only where the store has no such object."),
    TRIMMED_ARE_COUNTED("A form counts the entries that were left out and that the store has."),
    TRIMMED_IN_TAG("The tag of a page counts the entries that were left out and that the store has."),
    CANONICAL_ONLY_WHERE_TRIMMED("A form is in RFC 8785 only where the store lacks what it refers to."),
    PSEUDONYM_OF_A_SHARED_COUNTER(
            "Pseudonyms are numbered in the order in which sources are met, for all organisations."),
    PSEUDONYM_ONLY_FOR_KNOWN_SOURCES("A source is replaced only where its identity is in the store."),
    COMPLETION_BY_THE_STORE("When a list is completed depends on how many objects there are."),
    COMPLETED_BY_ANOTHER_DECISION("What makes the node decide anew completes lists before they are due."),
    APPROVED_BY_WITHHELD("What is withheld counts as a releaser's word."),
    DESTROYED_WITH_ANOTHERS("An opening is destroyed when the entry of that number ends in another partner's feed."),
    DESTROYED_FOR_HIDDEN("What destroys a copy, hidden or not, destroys openings of what stands."),
    ZEROS_IN_BUNDLE("An opening that is gone is zeros in a bundle while the store holds an even number of copies."),
    DESTROYED_ARE_COUNTED("A header says how many copies were destroyed."),
    CONSENTS_IN_TAG("The tag of a page counts consents."),
    ENTRY_FOR_EACH_CONSENT("A feed notes each consent, those to others too."),
    CONSENT_TO_ANOTHER_COUNTS("What may go to another organisation with consent goes to this one too."),
    RESTATED_FOR_WITHHELD("An object is restated when something that is withheld and refers to it comes.");

    private static volatile @Nullable Leak planted;

    private final String sentence;

    Leak(String sentence) {
        this.sentence = sentence;
    }

    /** What it does wrong. */
    String sentence() {
        return sentence;
    }

    /** Plants that leak and no other; null for none. */
    static void plant(@Nullable Leak leak) {
        planted = leak;
    }

    /** Whether this one is planted. */
    public boolean leaks() {
        return planted == this;
    }
}
