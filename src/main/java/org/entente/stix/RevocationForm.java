package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * The form in which a revocation goes to a partner who may not have the revoking version itself: an earlier version with
 * the new {@code modified} and {@code revoked: true}, all other bytes untouched (STIX 2.1 section 3.6: revoking is a
 * change of these two properties).
 */
public final class RevocationForm {
    private static final byte[] TRUE = "true".getBytes(US_ASCII);
    private static final byte[] MEMBER = ",\"revoked\":true".getBytes(US_ASCII);
    private static final int ABSENT = -1;

    /** Where the values of the two properties stand in the bytes. */
    private static final class Places {
        int modifiedStart = ABSENT;
        int modifiedEnd = ABSENT;
        int revokedStart = ABSENT;
        int revokedEnd = ABSENT;
    }

    private RevocationForm() {}

    /**
     * The earlier form, revoked at {@code newModified}. The value of {@code modified} is replaced; that of {@code revoked}
     * is replaced too, or the property inserted right after {@code modified}.
     *
     * @param earlierVersion the bytes of a valid object that has {@code modified}
     * @param newModified a timestamp
     * @throws IllegalArgumentException if either is not so
     */
    public static byte[] of(byte[] earlierVersion, String newModified) {
        if (!StixTimestamp.isValid(newModified)) {
            throw new IllegalArgumentException("the new version of a revocation is no timestamp");
        }
        Places places = find(earlierVersion);
        if (places.modifiedStart == ABSENT) {
            throw new IllegalArgumentException("an object without versions cannot be revoked");
        }
        byte[] modified = ('"' + newModified + '"').getBytes(US_ASCII);
        ByteArrayOutputStream form = new ByteArrayOutputStream(earlierVersion.length + modified.length + MEMBER.length);
        int from = 0;
        if (places.revokedStart != ABSENT && places.revokedStart < places.modifiedStart) {
            form.write(earlierVersion, 0, places.revokedStart);
            form.writeBytes(TRUE);
            from = places.revokedEnd;
        }
        form.write(earlierVersion, from, places.modifiedStart - from);
        form.writeBytes(modified);
        from = places.modifiedEnd;
        if (places.revokedStart == ABSENT) {
            form.writeBytes(MEMBER);
        } else if (places.revokedStart > places.modifiedStart) {
            form.write(earlierVersion, from, places.revokedStart - from);
            form.writeBytes(TRUE);
            from = places.revokedEnd;
        }
        form.write(earlierVersion, from, earlierVersion.length - from);
        return form.toByteArray();
    }

    private static Places find(byte[] object) {
        JsonScanner json = new JsonScanner(object, Limits.MAX_DEPTH, object.length);
        Places places = new Places();
        try {
            json.space();
            if (json.peek() != '{') {
                throw new JsonFault(Rule.OBJECT);
            }
            if (json.openObject()) {
                do {
                    json.name();
                    boolean modified = json.is("modified");
                    boolean revoked = json.is("revoked");
                    json.toValue();
                    int start = json.pos;
                    json.skip();
                    if (modified) {
                        places.modifiedStart = start;
                        places.modifiedEnd = json.pos;
                    } else if (revoked) {
                        places.revokedStart = start;
                        places.revokedEnd = json.pos;
                    }
                } while (json.moreMembers());
            }
        } catch (JsonFault fault) {
            throw new IllegalArgumentException("the earlier version is not a well-formed object", fault);
        }
        return places;
    }
}
