package org.entente.taxii;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.entente.Seeds;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Bodies that were damaged at random: whatever they hold, they are read, refused or malformed, and what is found agrees with a tree. */
final class PostBodyPropertyTest {
    private static final int BODIES = 20_000 * Integer.getInteger("entente.test.scale", 1);
    private static final String BYTES = "{}[]\",:\\ \n0e-ntu\u0000\u00e9";

    private final long seed = Seeds.first();
    private final Random random = new Random(seed);

    @Test
    void anyBodyIsReadRefusedOrMalformed() {
        int whole = 0;
        int refused = 0;
        for (int i = 0; i < BODIES; i++) {
            byte[] body = damaged(body());
            String message = "seed " + seed + " " + HexFormat.of().formatHex(body);
            try {
                switch (PostBody.read(body, false, 100)) {
                    case PostBody.Objects(var posted) -> {
                        whole++;
                        agree(body, posted, message);
                    }
                    case PostBody.Unacceptable(var sentence) -> assertTrue(sentence.endsWith("."), message);
                }
            } catch (Failure failure) {
                refused++;
                assertEquals(Failure.Code.INVALID, failure.code(), message);
            } catch (RuntimeException bug) {
                throw new AssertionError(message, bug);
            }
        }
        assertTrue(whole > BODIES / 100 && refused > BODIES / 100, "both happen: " + whole + " and " + refused);
    }

    private byte[] body() {
        StringBuilder body = new StringBuilder("{\"x\":[1,{\"objects\":[]}], \"objects\" : [");
        for (int n = random.nextInt(4); n >= 0; n--) {
            body.append(new String(Samples.object("tool").bytes(), UTF_8)).append(n == 0 ? "" : " ,");
        }
        return body.append("],\"more\":false}").toString().getBytes(UTF_8);
    }

    private byte[] damaged(byte[] body) {
        byte[] damaged = body.clone();
        byte[] bytes = BYTES.getBytes(UTF_8);
        for (int n = random.nextInt(3); n > 0; n--) {
            damaged[random.nextInt(damaged.length)] = bytes[random.nextInt(bytes.length)];
        }
        return damaged;
    }

    /** A whole object is exactly bytes of the body, in the order of the list, and equal to what a tree holds there. */
    private static void agree(byte[] body, List<Command.Posted> posted, String message) {
        JsonNode list;
        try {
            list = JsonMapper.shared().readTree(body).get("objects");
        } catch (JacksonException other) {
            // The tree reads values that were only stepped over, such as broken characters within a string.
            return;
        }
        assertEquals(list.size(), posted.size(), message);
        String text = new String(body, UTF_8);
        List<StixObject> whole = new ArrayList<>();
        for (int i = 0; i < posted.size(); i++) {
            if (posted.get(i) instanceof Command.Whole(var object)) {
                whole.add(object);
                assertEquals(list.get(i), JsonMapper.shared().readTree(object.bytes()), message);
            }
        }
        int at = 0;
        for (StixObject object : whole) {
            int found = text.indexOf(new String(object.bytes(), UTF_8), at);
            assertTrue(found >= at, message);
            at = found + 1;
        }
    }
}
