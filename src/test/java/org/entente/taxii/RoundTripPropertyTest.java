package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.entente.Seeds;
import org.entente.SharedData;
import org.entente.exchange.Caller.Scope;
import org.entente.exchange.Feed;
import org.entente.exchange.OwnCollection;
import org.entente.release.Tags;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * What was posted comes back byte for byte, real objects and mutated ones; what is not valid by the reader's word is named as
 * failed and is not there; nothing crashes.
 */
final class RoundTripPropertyTest {
    private static final int POSTS = 25 * Integer.getInteger("entente.test.scale", 1);
    private static final int OBJECTS = 40;

    @TempDir
    Path folder;

    private final long seed = Seeds.first();
    private final Random random = new Random(seed);

    @Test
    void whatWasPostedComesBack() {
        List<byte[]> lines = lines(SharedData.bytes("attack-ics.ndjson.gz"));
        try (TestNode a = TestNode.start(folder, "a")) {
            UUID own = a.collection("Own", Tags.NONE);
            String token = a.ownToken("test", new Scope(own, true, true));
            Map<String, byte[]> expected = new LinkedHashMap<>();
            int failed = 0;
            for (int i = 0; i < POSTS; i++) {
                failed += post(a, own, token, lines, expected);
            }
            assertTrue(failed > 0 && expected.size() > POSTS, "both happen");
            Map<String, byte[]> shown = shown(a.exchange.collection(own));
            assertEquals(expected.keySet(), shown.keySet());
            expected.forEach((key, bytes) -> assertArrayEquals(bytes, shown.get(key), key));
        } catch (RuntimeException | AssertionError e) {
            throw new AssertionError("seed " + seed, e);
        }
    }

    private int post(TestNode a, UUID own, String token, List<byte[]> lines, Map<String, byte[]> expected) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes("{ \"objects\" :\n[".getBytes(UTF_8));
        int invalid = 0;
        for (int i = 0; i < OBJECTS; i++) {
            byte[] object = mutated(lines.get(random.nextInt(lines.size())));
            body.writeBytes((i == 0 ? " " : random.nextBoolean() ? "," : "\r\n ,\t").getBytes(UTF_8));
            body.writeBytes(object);
            switch (StixReader.parseObject(object, Limits.DEFAULT)) {
                case Parsed.Valid(var _, var _, var one, var _) ->
                    expected.putIfAbsent(one.id() + " " + one.version(), object);
                case Parsed.Invalid _ -> invalid++;
            }
        }
        body.writeBytes("\n]\n}\n".getBytes(UTF_8));
        Http.Answer answer = Http.post(
                a,
                "/api/collections/" + own + "/objects/",
                token,
                "application/taxii+json;version=2.1",
                body.toByteArray());
        assertEquals(202, answer.status(), answer.body());
        JsonNode status = answer.json();
        assertEquals(invalid, status.get("failure_count").asInt(), answer.body());
        assertEquals(OBJECTS - invalid, status.get("success_count").asInt());
        return invalid;
    }

    /** Still JSON: white space, other names and values, unknown properties, text in all its forms, broken timestamps. */
    private byte[] mutated(byte[] object) {
        String text = new String(object, UTF_8);
        return switch (random.nextInt(9)) {
            case 0 -> text.replace("\":", "\" :  ").getBytes(UTF_8);
            case 1 -> text.replace("\"created\"", "\"x_created\"").getBytes(UTF_8);
            case 2 ->
                ("{\"x_unknown\":[{\"a\":1.50,\"b\":[-0.0,1E2,null,true]},\"\\u00e9\\ud83d\\ude00\\/ \uD83D\uDE00\"],"
                                + text.substring(1))
                        .getBytes(UTF_8);
            case 3 -> text.replaceFirst("\"modified\":\"", "\"modified\":\"x").getBytes(UTF_8);
            case 4 -> ("{\t" + text.substring(1, text.length() - 1) + "\r\n }").getBytes(UTF_8);
            case 5 -> text.replace("\"type\"", "\"type\":\"x\",\"type\"").getBytes(UTF_8);
            default -> object;
        };
    }

    private static List<byte[]> lines(byte[] file) {
        List<byte[]> lines = new ArrayList<>();
        int from = 0;
        for (int i = 0; i < file.length; i++) {
            if (file[i] == '\n') {
                lines.add(Arrays.copyOfRange(file, from, i));
                from = i + 1;
            }
        }
        return lines;
    }

    private static Map<String, byte[]> shown(OwnCollection collection) {
        Map<String, byte[]> shown = new LinkedHashMap<>();
        Feed.Filter all = new Feed.Filter(Long.MIN_VALUE, java.util.Set.of(), java.util.Set.of(), Feed.Versions.ALL);
        String next = null;
        do {
            Feed.Page page = collection.page(all, next, 100);
            for (Feed.Item item : page.items()) {
                ByteBuffer bytes = ByteBuffer.allocate(item.length());
                collection.copy(item, bytes);
                Parsed parsed = StixReader.parseObject(bytes.array(), Limits.DEFAULT);
                if (parsed instanceof Parsed.Valid(var _, var _, var object, var _)) {
                    shown.put(object.id() + " " + object.version(), bytes.array());
                }
            }
            next = page.next();
        } while (next != null);
        return shown;
    }
}
