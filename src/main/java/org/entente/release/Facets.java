package org.entente.release;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.memorandum.LeftOperand;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixTimestamp;
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
 * @param said what else the object says, for those operands that a constraint asked for when the copy was classed; no texts
 *     is an absent property, no entry is an operand that was not asked for. The age is said as the version's time and, once
 *     the copy is classed, the time of its arrival
 * @param granular those of the markings that cover parts of the object only
 * @param wholeTlp the TLP without those
 */
public record Facets(
        String type,
        @Nullable Tlp tlp,
        SortedSet<String> topics,
        @Nullable String collection,
        SortedSet<StixId> markings,
        Source source,
        SortedMap<LeftOperand, SortedSet<String>> said,
        SortedSet<StixId> granular,
        @Nullable Tlp wholeTlp) {
    /**
     * The format of facets that say nothing else and have no granular markings, so that the classes of journals from before there
     * was anything else are what they were. The other formats are this one and what is added up.
     */
    private static final int PLAIN_FORMAT = 1;

    /** Added where something is said. */
    private static final int SAYING = 1;

    /** Added where there are granular markings. */
    private static final int GRANULAR = 2;

    /** Stands between a version's time and its copy's arrival. */
    private static final char BETWEEN = '/';

    private static final int OWN = 0;
    private static final int RECEIVED = 1;
    private static final int RECEIVED_TO_PASS_ON = 2;
    private static final int RETURNED = 3;
    private static final int RECEIVED_TO_PASS_ON_WITH_CONSENT = 4;

    public Facets {
        topics = Collections.unmodifiableSortedSet(new TreeSet<>(topics));
        markings = Collections.unmodifiableSortedSet(new TreeSet<>(markings));
        var copy = new TreeMap<LeftOperand, SortedSet<String>>();
        said.forEach((operand, texts) -> copy.put(operand, Collections.unmodifiableSortedSet(new TreeSet<>(texts))));
        said = Collections.unmodifiableSortedMap(copy);
        granular = Collections.unmodifiableSortedSet(new TreeSet<>(granular));
        if (!markings.containsAll(granular) || (granular.isEmpty() && tlp != wholeTlp)) {
            throw new IllegalArgumentException(
                    "Granular markings are among the markings, and the TLP follows from both.");
        }
    }

    /** Facets that say nothing else, of a copy without granular markings. */
    public Facets(
            String type,
            @Nullable Tlp tlp,
            SortedSet<String> topics,
            @Nullable String collection,
            SortedSet<StixId> markings,
            Source source) {
        this(type, tlp, topics, collection, markings, source, Collections.emptySortedMap());
    }

    /** Facets of a copy without granular markings. */
    public Facets(
            String type,
            @Nullable Tlp tlp,
            SortedSet<String> topics,
            @Nullable String collection,
            SortedSet<StixId> markings,
            Source source,
            SortedMap<LeftOperand, SortedSet<String>> said) {
        this(type, tlp, topics, collection, markings, source, said, Collections.emptySortedSet(), tlp);
    }

    /**
     * The facets of a copy. Without a duty to cut, an object goes whole or not at all (release.md, rule 4), and so what
     * its granular markings cover goes too: they count like markings of the whole object. This is stricter than rule 2,
     * which speaks of object-level markings only; {@link #ofWhole} has these.
     */
    public static Facets of(StixObject object, Tags tags, Source source) {
        return of(object, tags, source, Set.of());
    }

    /** The same, with what the object says on these operands. */
    public static Facets of(StixObject object, Tags tags, Source source, Set<LeftOperand> asked) {
        var topics = new TreeSet<>(object.labels());
        topics.addAll(tags.labels());
        var markings = new TreeSet<>(object.markings());
        markings.addAll(object.granularMarkingRefs());
        var granular = new TreeSet<>(object.granularMarkingRefs());
        granular.removeAll(object.markings());
        Tlp whole = strictest(tags.tlp(), object.markings());
        return new Facets(
                object.type(),
                strictest(whole, granular),
                topics,
                tags.collection(),
                markings,
                source,
                said(object, asked),
                granular,
                whole);
    }

    private static @Nullable Tlp strictest(@Nullable Tlp tlp, Collection<StixId> markings) {
        Tlp strictest = tlp;
        for (StixId marking : markings) {
            strictest = Tlp.strictest(strictest, Tlp.ofMarking(marking));
        }
        return strictest;
    }

    /** Whether facets say it only where it is asked for; the rest they hold always. */
    public static boolean isSaid(LeftOperand operand) {
        return Sayings.isSaying(operand);
    }

    /** What facets with these operands say of the object; equal for objects that differ in nothing that is asked. */
    public static SortedMap<LeftOperand, SortedSet<String>> said(StixObject object, Set<LeftOperand> asked) {
        return Sayings.of(object, asked);
    }

    /**
     * These facets of a copy that is in the store already, with what the object says on these operands.
     *
     * @param now counts as the copy's arrival where the age is asked for the first time: no contract that asks for it can
     *     have started before
     */
    public Facets asking(StixObject object, Set<LeftOperand> asked, Instant now) {
        var saying = new TreeMap<>(said(object, asked));
        SortedSet<String> age = said.get(LeftOperand.AGE);
        if (age != null && saying.containsKey(LeftOperand.AGE)) {
            saying.put(LeftOperand.AGE, age);
        }
        return new Facets(type, tlp, topics, collection, markings, source, saying, granular, wholeTlp).arrived(now);
    }

    /** These facets of a copy that arrives now; without effect where the age is not asked for or the arrival is known. */
    public Facets arrived(Instant now) {
        String age = age();
        return age == null || age.indexOf(BETWEEN) >= 0 ? this : withAge(age + BETWEEN + now);
    }

    /**
     * Whether the same object with the same tags has both: equal, where neither the arrival counts nor what only one of them
     * was asked for.
     */
    public boolean agrees(Facets other) {
        if (!plain().equals(other.plain())) {
            return false;
        }
        for (Map.Entry<LeftOperand, SortedSet<String>> one : said.entrySet()) {
            SortedSet<String> texts = other.said.get(one.getKey());
            if (texts != null && one.getKey() != LeftOperand.AGE && !texts.equals(one.getValue())) {
                return false;
            }
        }
        return true;
    }

    private Facets plain() {
        return new Facets(
                type, tlp, topics, collection, markings, source, Collections.emptySortedMap(), granular, wholeTlp);
    }

    private @Nullable String age() {
        SortedSet<String> age = said.get(LeftOperand.AGE);
        return age == null || age.isEmpty() ? null : age.first();
    }

    private Facets withAge(String age) {
        var saying = new TreeMap<>(said);
        saying.put(LeftOperand.AGE, new TreeSet<>(Set.of(age)));
        return new Facets(type, tlp, topics, collection, markings, source, saying, granular, wholeTlp);
    }

    /**
     * How old the version was when the copy had arrived and the contract had started, or null where the object has no
     * version; undefined facets have none either.
     */
    @Nullable
    Duration ageAt(@Nullable Instant start) {
        String age = age();
        if (age == null) {
            return null;
        }
        int end = age.indexOf(BETWEEN);
        if (end < 0) {
            throw new IllegalStateException("The facets are of a copy that has not arrived.");
        }
        Instant arrived = Instant.parse(age.substring(end + 1));
        Instant measured = start != null && start.isAfter(arrived) ? start : arrived;
        return Duration.between(StixTimestamp.toInstant(age.substring(0, end)), measured);
    }

    /** The strictest PAP level that a label says, or null. */
    @Nullable
    Pap pap() {
        Pap strictest = null;
        for (String topic : topics) {
            strictest = Pap.strictest(strictest, Pap.ofLabel(topic));
        }
        return strictest;
    }

    /** These facets without granular markings: those that count where what they bar is cut (rule 2). */
    public Facets ofWhole() {
        if (granular.isEmpty()) {
            return this;
        }
        var whole = new TreeSet<>(markings);
        whole.removeAll(granular);
        return new Facets(type, wholeTlp, topics, collection, whole, source, said);
    }

    /** These facets as if that marking covered the whole object. */
    Facets and(StixId marking) {
        var all = new TreeSet<>(markings);
        all.add(marking);
        return new Facets(type, Tlp.strictest(tlp, Tlp.ofMarking(marking)), topics, collection, all, source, said);
    }

    /** Whether the object defines a marking or an extension (release.md, rule 2). */
    public boolean isDefinition() {
        return type.equals("marking-definition") || type.equals("extension-definition");
    }

    /**
     * The canonical bytes, fit as a key:
     *
     * <pre>
     * byte            the format: 1, and 1 more where something else is said, and 2 more where there are granular markings
     * text            type
     * text            the TLP level's name, empty for none
     * list of text    topics, ascending
     * text            collection, empty for none
     * list of text    markings, ascending
     * byte            0 own; 1 received, 2 received and may be passed on, 3 received and was here before, 4 received and may
     *                 be passed on with consent; followed by
     *   text            the organisation
     *   16 bytes        the contract
     * where something is said: a length and for each operand, ascending by name,
     *   text            its name
     *   list of text    what the object says on it, ascending
     * where there are granular markings:
     *   list of text    granular markings, ascending
     *   text            the TLP level's name without them, empty for none
     *
     * text is a length and so many bytes of UTF-8; list is a length and so many texts;
     * a length is an unsigned LEB128 number
     * </pre>
     */
    public byte[] encode() {
        var out = new ByteArrayOutputStream(128);
        out.write(PLAIN_FORMAT + (said.isEmpty() ? 0 : SAYING) + (granular.isEmpty() ? 0 : GRANULAR));
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
                            case WITH_CONSENT -> RECEIVED_TO_PASS_ON_WITH_CONSENT;
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
        if (!said.isEmpty()) {
            writeLength(out, said.size());
            // By name, so that a new operand changes the order of none that is in a journal.
            var byName = new TreeMap<String, SortedSet<String>>();
            said.forEach((operand, texts) -> byName.put(operand.text(), texts));
            byName.forEach((name, texts) -> {
                writeText(out, name);
                writeTexts(out, texts);
            });
        }
        if (!granular.isEmpty()) {
            writeTexts(out, granular.stream().map(StixId::value).toList());
            writeText(out, wholeTlp == null ? "" : wholeTlp.text());
        }
        return out.toByteArray();
    }

    /** The facets of bytes by {@link #encode}; other bytes are refused by an {@link IllegalArgumentException}. */
    public static Facets decode(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        try {
            int format = in.get();
            if (format < PLAIN_FORMAT || format > PLAIN_FORMAT + SAYING + GRANULAR) {
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
                case RECEIVED_TO_PASS_ON_WITH_CONSENT -> received(in, Source.Passing.WITH_CONSENT);
                default -> throw new IllegalArgumentException("The source of these facets is not known.");
            };
            int more = format - PLAIN_FORMAT;
            SortedMap<LeftOperand, SortedSet<String>> said =
                    (more & SAYING) == 0 ? Collections.emptySortedMap() : readSaid(in);
            var granular = new TreeSet<StixId>();
            String whole = tlp;
            if ((more & GRANULAR) != 0) {
                readTexts(in).forEach(marking -> granular.add(new StixId(marking)));
                whole = readText(in);
            }
            Facets facets = new Facets(
                    type,
                    tlp.isEmpty() ? null : Tlp.parse(tlp),
                    topics,
                    collection.isEmpty() ? null : collection,
                    markings,
                    source,
                    said,
                    granular,
                    whole.isEmpty() ? null : Tlp.parse(whole));
            if (!ByteBuffer.wrap(facets.encode()).equals(ByteBuffer.wrap(bytes))) {
                throw new IllegalArgumentException("These facets are not in their canonical form.");
            }
            return facets;
        } catch (BufferUnderflowException cut) {
            throw new IllegalArgumentException("These facets end too early.", cut);
        }
    }

    private static SortedMap<LeftOperand, SortedSet<String>> readSaid(ByteBuffer in) {
        int count = readLength(in);
        var said = new TreeMap<LeftOperand, SortedSet<String>>();
        for (int i = 0; i < count; i++) {
            LeftOperand operand = LeftOperand.parse(readText(in));
            if (operand == null) {
                throw new IllegalArgumentException("These facets say something that is not known.");
            }
            said.put(operand, readTexts(in));
        }
        return said;
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
