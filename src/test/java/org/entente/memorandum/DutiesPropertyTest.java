package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Random;
import org.entente.Seeds;
import org.entente.memorandum.Duties.Attribution;
import org.entente.memorandum.Duties.Onward;
import org.entente.stix.CanonicalJson;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Duties of every kind are read back as they were written. */
final class DutiesPropertyTest {
    private static final int CASES = 300;

    @Test
    void dutiesAreReadBackAsTheyWereWritten() {
        long first = Seeds.first();
        for (long seed = first; seed < first + CASES; seed++) {
            Duties duties = random(new Random(seed));
            ObjectNode grant = JsonNodeFactory.instance.objectNode();
            DutiesJson.write(grant, duties);
            ObjectNode document = Samples.full();
            ObjectNode inDocument = (ObjectNode) document.at("/grants/0");
            inDocument.remove("duties");
            inDocument.setAll(grant);
            Memorandum memorandum = Samples.memorandum(document);
            assertEquals(duties, memorandum.grants().getFirst().duties(), "seed " + seed);
            assertArrayEquals(CanonicalJson.of(document.toString().getBytes(UTF_8)), memorandum.canonical());
        }
    }

    private static Duties random(Random random) {
        boolean anonymise = random.nextInt(4) == 0;
        Attribution named = random.nextBoolean() ? Attribution.REQUIRED : Attribution.FORBIDDEN;
        Attribution attribution = random.nextBoolean() ? null : named;
        return new Duties(
                random.nextBoolean() ? List.of() : List.of("description", "x_internal"),
                random.nextBoolean(),
                random.nextBoolean(),
                anonymise,
                random.nextBoolean() ? null : Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE)),
                random.nextInt(Duties.MAX_APPROVALS + 1),
                random.nextBoolean() ? null : Period.ofDays(1 + random.nextInt(Duties.MAX_RETENTION_DAYS)),
                random.nextBoolean(),
                random.nextBoolean() ? null : random.nextBoolean() ? Onward.NEVER : Onward.ALLOWED,
                anonymise && attribution == Attribution.REQUIRED ? Attribution.FORBIDDEN : attribution);
    }
}
