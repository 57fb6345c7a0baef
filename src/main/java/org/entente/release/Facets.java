package org.entente.release;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * All that a decision depends on of one copy of an object (release.md, section 6). Copies with equal facets form a
 * class, and equal facets have equal bytes by {@link #encode}.
 *
 * @param type the STIX type
 * @param tlp the strictest of the object's TLP markings and its tag; null where there is none
 * @param topics the object's labels and its import labels; empty counts as absent
 * @param collection the collection that the copy is filed under; null counts as absent
 * @param markings all markings of the object, the TLP ones included
 * @param source where the copy came from
 */
public record Facets(
        String type,
        @Nullable Tlp tlp,
        SortedSet<String> topics,
        @Nullable String collection,
        SortedSet<StixId> markings,
        Source source) {
    private static final int FORMAT = 1;
    private static final int OWN = 0;
    private static final int RECEIVED = 1;
    private static final int RECEIVED_TO_PASS_ON = 2;
    private static final int RETURNED = 3;

    public Facets {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        markings = Collections.unmodifiableSortedSet(new TreeSet<>(markings));
    }

    /**
     * The facets of a copy. Without a duty to cut, an object goes whole or not at all (release.md, rule 4), and so what
     * its granular markings cover goes too: they count like markings of the whole object. This is stricter than rule 2,
     * which speaks of object-level markings only.
     */
    public static Facets of(StixObject object, Tags tags, Source source) {
        var topics = new TreeSet<>(object.labels());
        topics.addAll(tags.labels());
        var markings = new TreeSet<>(object.markings());
        markings.addAll(object.granularMarkingRefs());
        Tlp tlp = tags.tlp();
        for (StixId marking : markings) {
            tlp = Tlp.strictest(tlp, Tlp.ofMarking(marking));
        }
        return new Facets(object.type(), tlp, topics, tags.collection(), markings, source);
    }

    /** Whether the object defines a marking or an extension (release.md, rule 2). */
    public boolean isDefinition() {
        return type.equals("marking-definition") || type.equals("extension-definition");
    }

    /**
     * The canonical bytes, fit as a key:
     *
     * <pre>
     * byte 1          the format
     * text            type
     * text            the TLP level's name, empty for none
     * list of text    topics, ascending
     * text            collection, empty for none
     * list of text    markings, ascending
     * byte            0 own; 1 received, 2 received and may be passed on, 3 received and was here before; followed by
     *   text            the organisation
     *   16 bytes        the contract
     *
     * text is a length and so many bytes of UTF-8; list is a length and so many texts;
     * a length is an unsigned LEB128 number
     * </pre>
     */
    public byte[] encode() {
        var out = new ByteArrayOutputStream(128);
        out.write(FORMAT);
        writeText(out, type);
        writeText(out, tlp == null ? "" : tlp.text());
        writeTexts(out, topics);
        writeText(out, collection == null ? "" : collection);
        writeTexts(out, markings.stream().map(StixId::value).toList());
        switch (source) {
            case Source.Own() -> out.write(OWN);
            case Source.Received(var organisation, var contract, var passing) -> {
                out.write(
                        switch (passing) {
                            case FORBIDDEN -> RECEIVED;
                            case ALLOWED -> RECEIVED_TO_PASS_ON;
                            case RETURNED -> RETURNED;
                        });
                writeText(out, organisation);
                out.writeBytes(ByteBuffer.allocate(16)
                        .putLong(contract.getMostSignificantBits())
                        .putLong(contract.getLeastSignificantBits())
                        .array());
            }
        }
        return out.toByteArray();
    }

    /** The facets of bytes by {@link #encode}; other bytes are refused by an {@link IllegalArgumentException}. */
    public static Facets decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            if (in.get() != FORMAT) {
                throw new IllegalArgumentException("These are not facets of a known format.");
            }
            String type = readText(in);
            String tlp = readText(in);
            SortedSet<String> topics = readTexts(in);
            String collection = readText(in);
            var markings = new TreeSet<StixId>();
            readTexts(in).forEach(marking -> markings.add(new StixId(marking)));
            Source source = switch (in.get()) {
                case OWN -> Source.OWN;
                case RECEIVED -> received(in, Source.Passing.FORBIDDEN);
                case RECEIVED_TO_PASS_ON -> received(in, Source.Passing.ALLOWED);
                case RETURNED -> received(in, Source.Passing.RETURNED);
                default -> throw new IllegalArgumentException("The source of these facets is not known.");
            };
            Facets facets = new Facets(
                    type,
                    tlp.isEmpty() ? null : Tlp.parse(tlp),
                    topics,
                    collection.isEmpty() ? null : collection,
                    markings,
                    source);
            if (!ByteBuffer.wrap(facets.encode()).equals(ByteBuffer.wrap(bytes))) {
                throw new IllegalArgumentException("These facets are not in their canonical form.");
            }
            return facets;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("These facets end too early.", cut);
        }
    }

    private static Source received(ByteBuffer in, Source.Passing passing) {
        return new Source.Received(readText(in), new UUID(in.getLong(), in.getLong()), passing);
    }

    private static void writeTexts(ByteArrayOutputStream out, Collection<String> texts) {
        writeLength(out, texts.size());
        texts.forEach(text -> writeText(out, text));
    }

    private static void writeText(ByteArrayOutputStream out, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        // Malformed text is refused rather than replaced, so that different texts never share bytes.
        if (!new String(utf8, StandardCharsets.UTF_8).equals(text)) {
            throw new IllegalArgumentException("A facet has half of a surrogate pair.");
        }
        writeLength(out, utf8.length);
        out.writeBytes(utf8);
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        int rest = length;
        while (rest > 0x7F) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }

    private static SortedSet<String> readTexts(ByteBuffer in) {
        int count = readLength(in);
        var texts = new TreeSet<String>();
        for (int i = 0; i < count; i++) {
            texts.add(readText(in));
        }
        return texts;
    }

    private static String readText(ByteBuffer in) {
        int length = readLength(in);
        if (length > in.remaining()) {
            throw new BufferUnderflowException();
        }
        byte[] utf8 = new byte[length];
        in.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static int readLength(ByteBuffer in) {
        int length = 0;
        for (int shift = 0; shift < 28; shift += 7) {
            int next = in.get();
            length |= (next & 0x7F) << shift;
            if (next >= 0) {
                return length;
            }
        }
        throw new IllegalArgumentException("A length in these facets is too large.");
    }
}
