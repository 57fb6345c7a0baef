package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.UUID;
import org.entente.release.Versions.Version;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;

class VersionsTest {
    private static final StixId US = Given.id("identity", 1);
    private static final Version FIRST = permitted(1, "2024-01-01T00:00:00.000Z");
    private static final Version SECOND = permitted(2, "2024-01-02T00:00:00.000Z");
    private static final Version REVOKED = revocation(5, "2024-02-01T00:00:00.000Z", true);

    @Test
    void rule6ANewerVersionThatIsBarredWithdrawsTheOlder() {
        Version barred = barring(3, "2024-01-03T00:00:00.000Z");
        Version newest = permitted(4, "2024-01-04T00:00:00.000Z");
        assertEquals(List.of(newest), Versions.standing(List.of(FIRST, SECOND, barred, newest)));
        Version between = barring(3, "2024-01-01T12:00:00.000Z");
        assertEquals(List.of(SECOND), Versions.standing(List.of(between, FIRST, SECOND)));
    }

    @Test
    void rule6ANewerVersionThatIsOnlyRefusedWithdrawsNothing() {
        Version refused = new Version(3, "2024-01-03T00:00:00.000Z", US, Source.OWN, false, false, false);
        assertEquals(List.of(FIRST, SECOND), Versions.standing(List.of(FIRST, SECOND, refused)));
    }

    @Test
    void rule6OnlyVersionsOfOneCreatorAndProvenanceBarOneAnother() {
        Version byOther =
                new Version(3, "2025-01-01T00:00:00.000Z", Given.id("identity", 2), Source.OWN, false, false, true);
        Version byNobody = new Version(4, "2025-01-01T00:00:00.000Z", null, Source.OWN, false, false, true);
        Version received = new Version(
                5,
                "2025-01-01T00:00:00.000Z",
                US,
                new Source.Received("did:web:c.example", new UUID(1, 1)),
                false,
                false,
                true);
        assertEquals(List.of(FIRST), Versions.standing(List.of(FIRST, byOther, byNobody, received)));
    }

    @Test
    void rule6ComparesInstantsAndNotTexts() {
        Version shorter = barring(3, "2024-01-01T00:00:00.0Z");
        assertEquals(List.of(FIRST), Versions.standing(List.of(FIRST, shorter)));
        Version finer = barring(3, "2024-01-01T00:00:00.0001Z");
        assertEquals(List.of(), Versions.standing(List.of(FIRST, finer)));
    }

    @Test
    void rule7RevocationsNeitherBarNorAreBarred() {
        Version barredRevocation = new Version(5, "2024-02-01T00:00:00.000Z", US, Source.OWN, true, false, true);
        assertEquals(List.of(FIRST), Versions.standing(List.of(FIRST, barredRevocation)));
        Version later = barring(6, "2024-03-01T00:00:00.000Z");
        assertEquals(List.of(REVOKED), Versions.standing(List.of(FIRST, REVOKED, later)));
    }

    @Test
    void rule7ARevocationGoesAsItIsWherePermittedAndClosed() {
        assertEquals(new Revocation.AsItIs(), Revocation.of(REVOKED, true, List.of(FIRST)));
        assertEquals(new Revocation.AsItIs(), Revocation.of(REVOKED, true, List.of()));
    }

    @Test
    void rule7OtherwiseItGoesAsTheNewestEarlierLiveVersion() {
        Version later = permitted(9, "2024-03-01T00:00:00.000Z");
        Version byOther = new Version(7, "2024-01-05T00:00:00.000Z", null, Source.OWN, false, true, false);
        assertEquals(
                new Revocation.AsEarlier(SECOND),
                Revocation.of(REVOKED, false, List.of(FIRST, SECOND, byOther, later)));
        Version refused = revocation(5, "2024-02-01T00:00:00.000Z", false);
        assertEquals(new Revocation.AsEarlier(FIRST), Revocation.of(refused, true, List.of(FIRST)));
    }

    @Test
    void rule7ElseNothing() {
        assertEquals(new Revocation.Nothing(), Revocation.of(REVOKED, false, List.of()));
        Version earlier = revocation(4, "2024-01-15T00:00:00.000Z", true);
        assertEquals(new Revocation.Nothing(), Revocation.of(REVOKED, false, List.of(earlier)));
        assertThrows(IllegalArgumentException.class, () -> Revocation.of(FIRST, true, List.of()));
    }

    private static Version permitted(long object, String version) {
        return new Version(object, version, US, Source.OWN, false, true, false);
    }

    private static Version barring(long object, String version) {
        return new Version(object, version, US, Source.OWN, false, false, true);
    }

    private static Version revocation(long object, String version, boolean permitted) {
        return new Version(object, version, US, Source.OWN, true, permitted, false);
    }
}
