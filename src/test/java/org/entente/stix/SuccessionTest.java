package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.entente.stix.Succession.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The rules that versions of one object keep together. */
class SuccessionTest {
    private static final StixId US = new StixId(Samples.IDENTITY_ID);
    private static final String CREATED = "2026-01-01T00:00:00.000Z";

    private static Version version(int day, @Nullable String created, @Nullable StixId createdBy, boolean revoked) {
        return new Version("2026-02-0" + day + "T00:00:00.000Z", created, createdBy, revoked);
    }

    private static List<String> broken(Version version, Version known) {
        return Succession.broken(version, known).stream()
                .map(problem -> problem.rule() + " " + problem.path())
                .toList();
    }

    @Test
    void versionsInOrderBreakNothing() {
        Version first = version(1, CREATED, US, false);
        Version second = version(2, "2026-01-01T00:00:00.0000Z", US, true);
        assertEquals(List.of(), broken(second, first), "a time is the same with other digits");
        assertEquals(List.of(), broken(first, second), "whichever came first");
        assertEquals(List.of(), broken(version(2, CREATED, US, false), version(1, null, US, false)), "not known");
    }

    @Test
    void theTimeCreatedStays() {
        Version first = version(1, CREATED, US, false);
        Version other = version(2, "2026-01-02T00:00:00.000Z", US, false);
        assertEquals(List.of("stix.version.created $.created"), broken(other, first));
        assertEquals(List.of("stix.version.created $.created"), broken(first, other));
    }

    @Test
    void theCreatorStays() {
        Version ours = version(1, CREATED, US, false);
        Version nobodys = version(2, CREATED, null, false);
        assertEquals(List.of("stix.version.creator $.created_by_ref"), broken(nobodys, ours));
        assertEquals(List.of("stix.version.creator $.created_by_ref"), broken(ours, nobodys));
    }

    @Test
    void aVersionHasItsOwnTime() {
        Version one = new Version("2026-02-01T00:00:00.000Z", CREATED, US, false);
        Version same = new Version("2026-02-01T00:00:00.0000Z", CREATED, US, false);
        assertEquals(List.of("stix.version.modified $.modified"), broken(same, one));
    }

    @Test
    void nothingComesAfterARevocation() {
        Version revocation = version(2, CREATED, US, true);
        for (boolean revokedAgain : new boolean[] {false, true}) {
            Version later = version(3, CREATED, US, revokedAgain);
            assertEquals(List.of("stix.version.revoked $.modified"), broken(later, revocation));
        }
        assertEquals(
                List.of("stix.version.revoked $.modified"),
                broken(revocation, version(3, CREATED, US, false)),
                "the revocation arrives late");
        assertEquals(List.of(), broken(version(1, CREATED, US, false), revocation));
    }

    @Test
    void theTimeCreatedIsFoundInTheBytes() {
        assertEquals("2016-04-06T20:03:00.000Z", created(Samples.campaign()));
        assertEquals(CREATED, created("{\"a\":{\"created\":\"x\"},\"cr\\u0065ated\":\"" + CREATED + "\"}"));
        assertNull(created(Samples.object("url", "")));
        assertNull(created("{\"created\":7}"));
        assertNull(created("{}"));
        assertThrows(IllegalArgumentException.class, () -> created("{\"created\""));
    }

    private static @Nullable String created(String object) {
        return Succession.created(object.getBytes(UTF_8));
    }
}
