package org.entente.stix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlpTest {
    private static final StixId GREEN_1 = new StixId("marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da");
    private static final StixId STATEMENT = new StixId("marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168");

    @ParameterizedTest
    @CsvSource({
        "613f2e26-407d-48c7-9eca-b8e91df99dc9, CLEAR",
        "34098fce-860f-48ae-8e50-ebd3cc5e41da, GREEN",
        "f88d31f6-486f-44da-b317-01333bde0b82, AMBER",
        "5e57c739-391a-4eb3-b6be-7d15ca92d5ed, RED",
        "94868c89-83c2-464b-929b-a1a8aa3c8487, CLEAR",
        "bab4a63c-aed9-4cf5-a766-dfca5abac2bb, GREEN",
        "55d920b0-5e8b-4f79-9ee9-91f868d9b421, AMBER",
        "939a9414-2ddd-4d32-a0cd-375ea402b003, AMBER_STRICT",
        "e828b379-4e03-4974-9ac4-e53a884c97c1, RED"
    })
    void thePredefinedMarkingsAreKnownByTheirIds(String uuid, Tlp level) {
        StixId marking = new StixId("marking-definition--" + uuid);
        assertEquals(level, Tlp.ofMarking(marking));
        assertTrue(Tlp.isPredefined(marking));
    }

    @Test
    void otherMarkingsAreNoTlp() {
        assertNull(Tlp.ofMarking(STATEMENT));
        assertFalse(Tlp.isPredefined(STATEMENT));
    }

    @Test
    void namesAreRead() {
        for (Tlp level : Tlp.values()) {
            assertEquals(level, Tlp.parse(level.text()));
        }
        assertEquals(Tlp.CLEAR, Tlp.parse("white"));
        assertEquals(Tlp.AMBER_STRICT, Tlp.parse("TLP:AMBER+STRICT"));
        assertNull(Tlp.parse("amber strict"));
        assertNull(Tlp.parse(""));
    }

    @Test
    void theStrictestWins() {
        assertEquals(Tlp.AMBER_STRICT, Tlp.strictest(Tlp.AMBER, Tlp.AMBER_STRICT));
        assertEquals(Tlp.GREEN, Tlp.strictest(Tlp.GREEN, null));
        assertEquals(Tlp.GREEN, Tlp.strictest(List.of(STATEMENT, GREEN_1)));
        assertNull(Tlp.strictest(List.of(STATEMENT)));
    }
}
