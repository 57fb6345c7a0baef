package org.entente.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.entente.demo.Demo;
import org.entente.release.Closure;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * The objects of the bench: ATT&amp;CK where it stands beside the project, else the project's own sample, padded to the same
 * size and multiplied. The same on every call, so that a process and its parent agree without a word.
 *
 * @param isAttack whether these are ATT&amp;CK objects
 * @param document all of them as one document, one object a line
 * @param store objects for a store of some size; what they refer to is among them
 * @param templates objects of the store of which fresh ones are made: the refused type and whatever needs it is not among
 *     them, so that every grant releases them
 */
record Corpus(boolean isAttack, byte[] document, List<StixObject> store, List<Template> templates) {
    /** The type that the second grant does not release. */
    static final String REFUSED_TYPE = "campaign";

    private static final String ATTACK = "attack-enterprise.ndjson.gz";
    private static final int UUID_CHARS = 36;

    /** What the sample's objects are padded to: the mean of ATT&amp;CK's. */
    private static final int PADDED_BYTES = 1366;

    /** Any step that has no divisor in common with the number of templates goes round them all, well mixed. */
    private static final int STEP = 7919;

    /** Copies of the sample are numbered from here on, far from the fresh ones of a run. */
    private static final int COPY_RUN = 0x5a000000;

    /** An object whose bytes become another's by a new UUID at these places. */
    record Template(String type, byte[] bytes, List<Integer> places) {
        static Template of(StixObject object) {
            byte[] uuid =
                    object.id().value().substring(object.type().length() + 2).getBytes(US_ASCII);
            List<Integer> places = new ArrayList<>();
            for (int at = 0; at + uuid.length <= object.bytes().length; at++) {
                if (matches(object.bytes(), at, uuid)) {
                    places.add(at);
                }
            }
            return new Template(object.type(), object.bytes(), places);
        }

        private static boolean matches(byte[] bytes, int at, byte[] what) {
            int i = 0;
            while (i < what.length && bytes[at + i] == what[i]) {
                i++;
            }
            return i == what.length;
        }
    }

    /**
     * @param entries objects of the store
     * @param quick whether to take the sample even where there is ATT&amp;CK, which takes a while to read
     */
    static Corpus load(int entries, boolean quick) {
        byte[] attack = quick ? null : attack();
        if (attack != null) {
            List<StixObject> all = parse(attack);
            List<StixObject> store = closed(definitionsFirst(all), entries);
            return new Corpus(true, attack, store, templates(store));
        }
        List<StixObject> sample = closed(
                parse(padded(parse(sample()))).stream().filter(Corpus::isPublic).toList(), entries);
        List<Template> templates = templates(sample);
        List<StixObject> store = new ArrayList<>(sample);
        for (int number = 0; store.size() < entries; number++) {
            store.addAll(parse(fresh(templates, COPY_RUN, number)));
        }
        return new Corpus(false, document(store), store, templates);
    }

    /** A fresh object; the same for the same run and number. */
    byte[] fresh(int run, int number) {
        return fresh(templates, run, number);
    }

    /** The id of that object. */
    StixId freshId(int run, int number) {
        return new StixId(template(templates, number).type() + "--" + uuid(run, number));
    }

    private static byte[] fresh(List<Template> templates, int run, int number) {
        Template template = template(templates, number);
        byte[] bytes = template.bytes().clone();
        byte[] uuid = uuid(run, number).getBytes(US_ASCII);
        template.places().forEach(place -> System.arraycopy(uuid, 0, bytes, place, UUID_CHARS));
        return bytes;
    }

    private static Template template(List<Template> templates, int number) {
        return templates.get((int) ((long) number * STEP % templates.size()));
    }

    private static String uuid(int run, int number) {
        return "%08x-0000-4000-8000-%012x".formatted(run, number);
    }

    /** One object a line. */
    static byte[] document(List<StixObject> objects) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        for (StixObject object : objects) {
            document.writeBytes(object.bytes());
            document.write('\n');
        }
        return document.toByteArray();
    }

    static List<StixObject> parse(byte[] document) {
        List<StixObject> objects = new ArrayList<>();
        StixReader.read(document, Limits.DEFAULT, parsed -> {
            switch (parsed) {
                case Parsed.Valid valid -> objects.add(valid.object());
                case Parsed.Invalid invalid ->
                    throw new IllegalStateException(invalid.problems().toString());
            }
        });
        return objects;
    }

    /** What others refer to comes before relationships, so that the first of them are whole. */
    private static List<StixObject> definitionsFirst(List<StixObject> all) {
        return all.stream().sorted(Comparator.comparingInt(Corpus::rank)).toList();
    }

    private static int rank(StixObject object) {
        return switch (object.type()) {
            case "identity", "marking-definition" -> 0;
            case "relationship" -> 2;
            default -> 1;
        };
    }

    /** At most so many of the first objects, without those that refer to what is not among them. */
    private static List<StixObject> closed(List<StixObject> objects, int most) {
        List<StixObject> rest = objects.subList(0, Math.min(most, objects.size()));
        int before;
        do {
            before = rest.size();
            Set<StixId> ids = new HashSet<>();
            rest.forEach(object -> ids.add(object.id()));
            rest = rest.stream()
                    .filter(object -> ids.containsAll(Closure.needs(object)))
                    .toList();
        } while (rest.size() < before);
        return rest;
    }

    private static List<Template> templates(List<StixObject> store) {
        List<StixObject> permitted = store.stream()
                .filter(object -> !object.type().equals(REFUSED_TYPE))
                .toList();
        // A new identity or definition is no everyday object; and one that classifies is decided in another way.
        return closed(permitted, permitted.size()).stream()
                .filter(object -> rank(object) > 0)
                .map(Template::of)
                .toList();
    }

    private static boolean isPublic(StixObject object) {
        return object.markings().stream()
                .allMatch(marking -> Tlp.ofMarking(marking) == Tlp.CLEAR || Tlp.ofMarking(marking) == Tlp.GREEN);
    }

    private static byte[] padded(List<StixObject> objects) {
        ByteArrayOutputStream document = new ByteArrayOutputStream();
        for (StixObject object : objects) {
            String text = new String(object.bytes(), UTF_8);
            int missing = Math.max(0, PADDED_BYTES - object.bytes().length);
            String padding = "\"x_bench_text\":\"%s\",".formatted("All is quiet. ".repeat(missing / 14));
            document.writeBytes(("{" + padding + text.substring(1) + "\n").getBytes(UTF_8));
        }
        return document.toByteArray();
    }

    private static byte[] sample() {
        try (InputStream in = Objects.requireNonNull(Demo.class.getResourceAsStream("sample.ndjson"))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** ATT&amp;CK beside the project, unpacked, or null where it is not there. */
    private static byte @Nullable [] attack() {
        String set = System.getenv("ENTENTE_SHARED");
        Path file = (set != null ? Path.of(set) : project().resolveSibling("shared"))
                .resolve("data")
                .resolve(ATTACK);
        if (!Files.isReadable(file)) {
            return null;
        }
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The project's folder: the jar or the classes lie two levels below it. */
    private static Path project() {
        try {
            Path code = Path.of(Corpus.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
