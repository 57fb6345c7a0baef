package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;

class BundleTest {
    private static StixObject object(String json) {
        return ((Parsed.Valid) StixReader.parseObject(Documents.json(json), Limits.DEFAULT)).object();
    }

    private static final StixObject ONE =
            object("{ 'type' : 'mutex', 'id':'mutex--20000000-0000-4000-8000-000000000001','name':'\\u0041' }");
    private static final StixObject TWO =
            object("{'type':'mutex','id':'mutex--20000000-0000-4000-8000-000000000002','name':'B'}");

    @Test
    void objectsComeBackByteForByte() {
        List<Parsed> read = StixReader.read(Bundle.of(List.of(ONE, TWO)), Limits.DEFAULT);
        assertEquals(
                List.of(ONE, TWO),
                read.stream().map(parsed -> ((Parsed.Valid) parsed).object()).toList());
    }

    @Test
    void theIdFollowsFromTheContent() {
        String id = new String(Bundle.of(List.of(ONE, TWO)), UTF_8).substring(0, 80);
        assertEquals(id, new String(Bundle.of(List.of(ONE, TWO)), UTF_8).substring(0, 80));
        assertNotEquals(id, new String(Bundle.of(List.of(TWO, ONE)), UTF_8).substring(0, 80));
    }

    @Test
    void nothingIsNoList() {
        String bundle = new String(Bundle.of(List.of()), UTF_8);
        assertEquals("{\"type\":\"bundle\",\"id\":\"\"}\n", bundle.replaceAll("bundle--[0-9a-f-]{36}", ""));
    }
}
