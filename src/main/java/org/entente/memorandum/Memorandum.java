package org.entente.memorandum;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.UUID;
import org.entente.stix.CanonicalJson;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * A memorandum: what two or more organisations sign. It comes into being by {@link #read} only, which holds every rule
 * of the document; a value made otherwise promises nothing.
 *
 * <pre>
 * { "entente": "memorandum/1",
 *   "id": "urn:uuid:…",
 *   "version": 1,                                                 counts up; see {@link #unfitAfter}
 *   "title": "…",
 *   "preamble": "…",                                              optional
 *   "parties": [{"id": "did:web:a.example", "name": "…"}, …],     two or more, all different
 *   "term": {"from": "2026-01-01T00:00:00Z",                      UTC in whole seconds; the end is exclusive
 *            "until": "2031-01-01T00:00:00Z"},                    optional; without it, until severed
 *   "cites": ["urn:uuid:…"],                                      optional: earlier memoranda
 *   "defaults": {"tlp": "green"},                                 optional: for objects without a TLP
 *   "markings": [{"marking": "marking-definition--…",             optional: what other markings mean
 *                 "as": "non-restrictive" | "restrictive" | {"tlp": "amber"} | {"pap": "amber"}}],
 *   "topics": {"cyber": ["phishing", "ransomware"]},              optional: which topics are part of which
 *   "grants": [{"id": "G1", "title": "…",
 *               "from": "did:web:a.example",
 *               "to": ["did:web:b.example"],                      an empty list is nobody
 *               "constraint": {…},                                see {@link Constraint}
 *               "purpose": "…",                                   optional, as the next two: see {@link GrantScope}
 *               "fromCommunity": "…", "toCommunity": "…",
 *               "duties": {…}}] }                                 optional; see {@link Duties}
 * </pre>
 *
 * <p>Anything else refuses the document: an unknown property, term or operator would otherwise be a promise that one
 * side reads and the other ignores. Optional lists and objects are left out rather than empty, so that what is read and
 * written again is the same to the byte once in RFC 8785 form; that form is what parties sign.
 *
 * @param id the identifier, the same for all versions
 * @param version from 1 on; a later version amends
 * @param title for people
 * @param preamble for people; null if there is none
 * @param parties in the document's order
 * @param term when it can be in force
 * @param cites earlier memoranda that this one refers to
 * @param defaultTlp the TLP of objects to which nothing else gives one; null if the memorandum sets none
 * @param markings what markings other than the predefined TLP ones mean; their order is that of the
 *     document and counts in {@link #canonical}, though not in equality
 * @param topics which topics are part of which, for the constraints of the grants
 * @param grants in the document's order
 */
public record Memorandum(
        UUID id,
        int version,
        String title,
        @Nullable String preamble,
        List<Party> parties,
        Validity term,
        List<UUID> cites,
        @Nullable Tlp defaultTlp,
        SequencedMap<StixId, MarkingClass> markings,
        TopicTree topics,
        List<Grant> grants) {

    /** The highest version: more amendments than anybody signs. */
    public static final int MAX_VERSION = 1_000_000;

    /** The longest memorandum, as it comes in. */
    public static final int MAX_BYTES = 1 << 20;

    public static final int MAX_PARTIES = 64;
    public static final int MAX_CITES = 64;
    public static final int MAX_MARKINGS = 1000;
    public static final int MAX_GRANTS = 500;
    /** In UTF-16 units, like all lengths of texts. */
    public static final int MAX_TITLE_LENGTH = 300;

    public static final int MAX_NAME_LENGTH = 300;
    public static final int MAX_PREAMBLE_LENGTH = 100_000;

    public Memorandum {
        parties = List.copyOf(parties);
        cites = List.copyOf(cites);
        markings = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(markings));
        grants = List.copyOf(grants);
    }

    /** Reads a memorandum from JSON in UTF-8, in any layout, by the rules above. */
    public static Reading<Memorandum> read(byte[] json) {
        return Refusal.reading(() -> MemorandumJson.read(Element.parse(json, MAX_BYTES)));
    }

    /** The document in RFC 8785 form: what is signed, hashed and kept. */
    public byte[] canonical() {
        return CanonicalJson.of(MemorandumJson.write(this));
    }

    /** Whether the organisation is a party. */
    public boolean binds(String organisation) {
        return parties.stream().anyMatch(party -> party.id().equals(organisation));
    }

    /** Why a text cannot take the place of another. */
    public enum Unfit {
        /** It is no later version of the same memorandum. */
        NOT_LATER("not-later", "Only a later version of the same memorandum takes the place of another."),
        /** Its parties are others: who leaves or joins does so by a memorandum of its own. */
        OTHER_PARTIES("other-parties", "An amendment has the same parties as the version before it.");

        private final String rule;
        private final String message;

        Unfit(String rule, String message) {
            this.rule = rule;
            this.message = message;
        }

        /** A short fixed name. */
        public String rule() {
            return rule;
        }

        /** One fixed sentence. */
        public String message() {
            return message;
        }
    }

    /** Why this text cannot take the place of the former one, or null if it can once it is signed and its term has begun. */
    public @Nullable Unfit unfitAfter(Memorandum former) {
        if (!id.equals(former.id) || version <= former.version) {
            return Unfit.NOT_LATER;
        }
        boolean same = parties.size() == former.parties.size()
                && former.parties.stream().allMatch(party -> binds(party.id()));
        return same ? null : Unfit.OTHER_PARTIES;
    }

    /** The grant of this identifier, or null if there is none. */
    public @Nullable Grant grant(String grantId) {
        for (Grant grant : grants) {
            if (grant.id().equals(grantId)) {
                return grant;
            }
        }
        return null;
    }

    /** One contract for each grant and receiver, in the document's order. */
    public List<Contract> contracts() {
        return grants.stream()
                .flatMap(grant -> grant.to().stream().map(receiver -> Contract.of(this, grant, receiver)))
                .toList();
    }
}
