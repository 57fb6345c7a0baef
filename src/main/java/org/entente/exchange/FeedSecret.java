package org.entente.exchange;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.entente.stix.StixId;

/**
 * The source of every random value that a partner sees in one feed: HMAC-SHA256 over a purpose and a number that is local
 * to the feed, never a counter and never a stream shared with other feeds (release.md rule 19). Seals are for many threads, nonces and lineage
 * for the writer's alone.
 */
final class FeedSecret {
    /** Half of a SHA-256: enough that nobody guesses a cursor or a token. */
    private static final int SHORT_BYTES = 16;

    private static final byte[] NONCE = purpose("nonce");
    private static final byte[] LINEAGE = purpose("lineage");
    private static final byte[] CURSOR = purpose("cursor");
    private static final byte[] STATUS = purpose("status");
    private static final byte[] INBOX = purpose("inbox");
    private static final byte[] PSEUDONYM = purpose("pseudonym");

    private final Mac keyed;
    private final Mac writers;

    private FeedSecret(byte[] secret) {
        keyed = keyed(secret);
        writers = keyed(secret);
    }

    /** The word and a zero byte, so that no purpose is the beginning of another. */
    private static byte[] purpose(String word) {
        return (word + "\0").getBytes(StandardCharsets.US_ASCII);
    }

    static FeedSecret of(byte[] nodeSecret, UUID contract) {
        Mac node = keyed(nodeSecret);
        node.update("entente/feed".getBytes(StandardCharsets.UTF_8));
        node.update(ByteBuffer.allocate(16)
                .putLong(contract.getMostSignificantBits())
                .putLong(contract.getLeastSignificantBits())
                .flip());
        return new FeedSecret(node.doFinal());
    }

    /** The secret of whoever posts, in place of a feed's. */
    static FeedSecret ofPoster(byte[] nodeSecret, String poster) {
        Mac node = keyed(nodeSecret);
        node.update("entente/poster".getBytes(StandardCharsets.UTF_8));
        return new FeedSecret(node.doFinal(poster.getBytes(StandardCharsets.UTF_8)));
    }

    /** The secret of all contracts with an organisation, in place of one feed's. */
    static FeedSecret ofOrganisation(byte[] nodeSecret, String organisation) {
        Mac node = keyed(nodeSecret);
        node.update("entente/organisation".getBytes(StandardCharsets.UTF_8));
        return new FeedSecret(node.doFinal(organisation.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * The identity that stands in the place of a source: the same for the same source, and no other organisation's. It has the form
     * of a random UUID, which section 2.9 of STIX 2.1 asks for.
     */
    StixId pseudonym(StixId source) {
        return new StixId("identity--" + uuid(value(copy(), PSEUDONYM, 0, source.value())));
    }

    /** The id of the status of that post: it looks like a random UUID, which section 2.1 of TAXII 2.1 asks for. */
    UUID status(long number) {
        return uuid(value(copy(), STATUS, number, ""));
    }

    /** The id of the poster's inbox, which nobody else can guess. */
    UUID inbox() {
        return uuid(value(copy(), INBOX, 0, ""));
    }

    private static UUID uuid(byte[] random) {
        ByteBuffer bits = ByteBuffer.wrap(random);
        long high = (bits.getLong() & ~0xF000L) | 0x4000L;
        long low = (bits.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }

    /** 64 hexadecimal digits for the opening of that entry. */
    String nonce(long number) {
        return HexFormat.of().formatHex(value(writers, NONCE, number, ""));
    }

    /** The token that this feed puts on what it passes on in that entry: 32 hexadecimal digits. */
    String lineage(long number) {
        return HexFormat.of().formatHex(value(writers, LINEAGE, number, ""), 0, SHORT_BYTES);
    }

    /** What seals a cursor: it holds for this feed, this number and this filter alone. */
    byte[] seal(long number, String filter) {
        return Arrays.copyOf(value(copy(), CURSOR, number, filter), SHORT_BYTES);
    }

    /** Whether the seal is that of the number and filter, in constant time. */
    boolean sealed(long number, String filter, byte[] seal) {
        return MessageDigest.isEqual(seal(number, filter), seal);
    }

    private static byte[] value(Mac mac, byte[] purpose, long number, String rest) {
        mac.update(purpose);
        mac.update(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
        return mac.doFinal(rest.getBytes(StandardCharsets.UTF_8));
    }

    /** A keyed copy: copying costs less than keying anew, and no thread touches the original. */
    private Mac copy() {
        try {
            return (Mac) keyed.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Mac keyed(byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return mac;
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e);
        }
    }
}
