package org.entente.memorandum;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What giver and receiver have to do about what goes under a grant (release.md, rules 1, 4 and 9). A duty that is not there asks
 * for nothing; what is not said about passing on is forbidden.
 *
 * <pre>
 * "duties": {                                     optional in a grant; at least one of
 *   "cut": ["description", "x_internal", …],      these properties never go
 *   "cutMarked": true,                            nor do parts under granular markings that bar the whole
 *   "trim": true,                                 entries of lists that refer to what does not go are left out
 *   "anonymise": true,                            the source is replaced by a pseudonym
 *   "embargoUntil": "2027-01-01T00:00:00Z",       nothing goes before
 *   "approval": 1 | 2,                            so many releasers approve each version before it goes
 *   "retainFor": "P90D",                          each release ends after so many days
 *   "deleteAtEnd": true,                          the receiver destroys what is withdrawn, and all when the contract ends
 *   "onward": "never" | "with-consent" | "allowed",
 *   "attribution": "required" | "forbidden" }
 * </pre>
 *
 * @param cut names of properties at the top of an object, in the document's order
 * @param cutMarked whether parts under granular markings are cut where these would bar the object
 * @param trim whether entries of lists are left out that refer to what is not live
 * @param anonymise whether the source is replaced by a pseudonym
 * @param embargoUntil before this instant nothing goes; null without an embargo
 * @param approvals how many releasers approve each version before it goes; 0 without the duty
 * @param retainFor how long a release lasts, in days; null without an end of its own
 * @param deleteAtEnd whether the receiver destroys its copies when their title ends: when they are withdrawn, and all that it
 *     holds when the contract ends
 * @param onward whether the receiver may pass on what it got; null where the grant says nothing, see {@link #passingOn}
 * @param attribution whether the source must be, or must not be, named; null where the grant says nothing
 */
public record Duties(
        List<String> cut,
        boolean cutMarked,
        boolean trim,
        boolean anonymise,
        @Nullable Instant embargoUntil,
        int approvals,
        @Nullable Period retainFor,
        boolean deleteAtEnd,
        @Nullable Onward onward,
        @Nullable Attribution attribution) {

    /** The most properties that one grant cuts. */
    public static final int MAX_CUT = 250;

    /** The most releasers that one version can need. */
    public static final int MAX_APPROVALS = 2;

    /** The longest retention, in days. */
    public static final int MAX_RETENTION_DAYS = 36_500;

    /** A grant without duties. */
    public static final Duties NONE = new Duties(List.of(), false, false, false, null, 0, null, false, null, null);

    public Duties {
        cut = List.copyOf(cut);
    }

    /** Whether forms under the grant can differ from the bytes that came in (release.md, rule 4). */
    public boolean changeForm() {
        return !cut.isEmpty() || cutMarked || trim || anonymise;
    }

    /** Whether a version that is permitted may have to wait, or may end by itself. */
    public boolean holdBack() {
        return embargoUntil != null || retainFor != null || approvals > 0;
    }

    /** Whether the receiver may pass on what it got: never, where the grant does not say. */
    public Onward passingOn() {
        return onward == null ? Onward.NEVER : onward;
    }

    /** Whether the receiver may pass on what it got. */
    public enum Onward {
        /** Never. */
        NEVER("never"),
        /** Where the giver consents to it, for each version and organisation: see {@link Consent}. */
        WITH_CONSENT("with-consent"),
        /** Where the receiver's own memoranda permit it. */
        ALLOWED("allowed");

        private final String text;

        Onward(String text) {
            this.text = text;
        }

        /** The name in documents. */
        public String text() {
            return text;
        }
    }

    /** Whether the source is named. */
    public enum Attribution {
        /** The receiver names the source where it uses the object. */
        REQUIRED("required"),
        /** The receiver does not name the source. */
        FORBIDDEN("forbidden");

        private final String text;

        Attribution(String text) {
            this.text = text;
        }

        /** The name in documents. */
        public String text() {
            return text;
        }
    }
}
