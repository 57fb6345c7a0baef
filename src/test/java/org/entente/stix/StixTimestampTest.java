package org.entente.stix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StixTimestampTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016-01-20T12:31:12Z",
                "2016-01-20T12:31:12.1Z",
                "2016-01-20T12:31:12.123456789012345Z",
                "2016-02-29T00:00:00.000Z",
                "2000-02-29T23:59:59.999Z",
                "2016-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z"
            })
    void timesThatExistAreValid(String text) {
        assertTrue(StixTimestamp.isValid(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "2016-01-20",
                "2016-01-20T12:31:12",
                "2016-01-20T12:31:12.Z",
                "2016-01-20T12:31:12.1",
                "2016-01-20T12:31:12.1z",
                "2016-01-20t12:31:12Z",
                "2016-01-20 12:31:12Z",
                "2016-01-20T12:31:12+00:00",
                "2016-01-20T12:31:12.123+01:00",
                "2016-01-20T12:31Z",
                "2016-13-20T12:31:12Z",
                "2016-00-20T12:31:12Z",
                "2016-01-00T12:31:12Z",
                "2016-01-32T12:31:12Z",
                "2016-04-31T12:31:12Z",
                "2015-02-29T12:31:12Z",
                "1900-02-29T12:31:12Z",
                "2016-01-20T24:00:00Z",
                "2016-01-20T12:60:12Z",
                "2016-01-20T12:31:60Z",
                "2016-01-20T12:31:12.12a4Z",
                "20160120T123112Z"
            })
    void otherTextIsNot(String text) {
        assertFalse(StixTimestamp.isValid(text));
        assertThrows(IllegalArgumentException.class, () -> StixTimestamp.toInstant(text));
    }

    @ParameterizedTest
    @CsvSource({
        "2016-01-20T12:31:12Z, 2016-01-20T12:31:12.000Z, 0",
        "2016-01-20T12:31:12.1Z, 2016-01-20T12:31:12.100000000000Z, 0",
        "2016-01-20T12:31:12.1Z, 2016-01-20T12:31:12.10000000000001Z, -1",
        "2016-01-20T12:31:12.9Z, 2016-01-20T12:31:12.10Z, 1",
        "2016-01-20T12:31:13Z, 2016-01-20T12:31:12.999Z, 1",
        "2015-12-31T23:59:59.999Z, 2016-01-01T00:00:00Z, -1",
        "'', 2016-01-01T00:00:00Z, -1",
        "'', '', 0"
    })
    void timesCompareByInstant(String one, String other, int expected) {
        assertEquals(expected, Integer.signum(StixTimestamp.compare(one, other)));
        assertEquals(-expected, Integer.signum(StixTimestamp.compare(other, one)));
    }

    @Test
    void instantsAreCutToNanoseconds() {
        assertEquals(
                Instant.parse("2016-01-20T12:31:12.123456789Z"),
                StixTimestamp.toInstant("2016-01-20T12:31:12.1234567899Z"));
        assertEquals(Instant.parse("2016-01-20T12:31:12.100Z"), StixTimestamp.toInstant("2016-01-20T12:31:12.1Z"));
        for (String plain : List.of("0000-02-29T00:00:00Z", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59Z")) {
            assertEquals(Instant.parse(plain), StixTimestamp.toInstant(plain));
        }
        assertEquals(Instant.parse("2017-01-01T00:00:00Z"), StixTimestamp.toInstant("2016-12-31T23:59:60Z"));
    }
}
