package org.entente.stix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StixIdTest {
    private static final String UUID = "8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f";

    @ParameterizedTest
    @ValueSource(strings = {"indicator", "abc", "x-mitre-tactic", "ipv4-addr", "a1-", "x509-certificate"})
    void typesOfTheStandardAndOthersAreAccepted(String type) {
        StixId id = StixId.parse(type + "--" + UUID);
        assertNotNull(id);
        assertEquals(type, id.type());
        assertTrue(id.isOfType(type));
        assertFalse(id.isOfType("identity"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "indicator",
                UUID,
                "ab--" + UUID,
                "Indicator--" + UUID,
                "1abc--" + UUID,
                "-abc--" + UUID,
                "a_b--" + UUID,
                "a--b--" + UUID,
                "indicator-" + UUID,
                "indicator--8E2E2D2B-17d4-4cbf-938f-98ee46b3cd3f",
                "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3",
                "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f0",
                "indicator--8e2e2d2b017d4-4cbf-938f-98ee46b3cd3f",
                "indicator--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3g",
                "indicator--" + UUID + " ",
                "indicator-- " + UUID
            })
    void otherTextIsRefused(String text) {
        assertFalse(StixId.isId(text));
        assertNull(StixId.parse(text));
        assertThrows(IllegalArgumentException.class, () -> new StixId(text));
    }

    @Test
    void theTypeHasALongestLength() {
        assertTrue(StixId.isId("a".repeat(250) + "--" + UUID));
        assertFalse(StixId.isId("a".repeat(251) + "--" + UUID));
    }

    @Test
    void idsOrderByTheirText() {
        StixId one = new StixId("campaign--" + UUID);
        StixId other = new StixId("indicator--" + UUID);
        assertTrue(one.compareTo(other) < 0);
        assertEquals(0, one.compareTo(new StixId("campaign--" + UUID)));
    }
}
