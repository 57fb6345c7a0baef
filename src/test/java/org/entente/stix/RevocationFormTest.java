package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RevocationFormTest {
    private static final String NEW = "2026-01-02T03:04:05.678Z";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{ \"id\":\"a\", \"modified\" : \"old\" , \"z\": 1.50 }"
                        + "|{ \"id\":\"a\", \"modified\" : \"NEW\",\"revoked\":true , \"z\": 1.50 }",
                "{\"revoked\":false,\"n\":{\"modified\":\"x\",\"revoked\":0},\"modified\":\"old\"}"
                        + "|{\"revoked\":true,\"n\":{\"modified\":\"x\",\"revoked\":0},\"modified\":\"NEW\"}",
                "{\"modified\":\"old\",\"revoked\": false }|{\"modified\":\"NEW\",\"revoked\": true }",
                "{\"modified\":\"old\",\"revoked\":true}|{\"modified\":\"NEW\",\"revoked\":true}",
                "{\"mod\\u0069fied\":\"old\"}|{\"mod\\u0069fied\":\"NEW\",\"revoked\":true}"
            })
    void onlyTheTwoPropertiesChange(String before, String after) {
        byte[] form = RevocationForm.of(before.getBytes(UTF_8), NEW);
        assertEquals(after.replace("NEW", NEW), new String(form, UTF_8));
    }

    @Test
    void whatCannotBeRevokedIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> RevocationForm.of("{\"id\":1}".getBytes(UTF_8), NEW));
        assertThrows(IllegalArgumentException.class, () -> RevocationForm.of("{\"modified\"".getBytes(UTF_8), NEW));
        assertThrows(IllegalArgumentException.class, () -> RevocationForm.of("[]".getBytes(UTF_8), NEW));
        assertThrows(
                IllegalArgumentException.class, () -> RevocationForm.of("{\"modified\":1}".getBytes(UTF_8), "today"));
    }
}
