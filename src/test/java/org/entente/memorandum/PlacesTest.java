package org.entente.memorandum;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class PlacesTest {
    /** STIX 2.1 section 10.21. */
    private static final List<String> REGIONS = List.of(
            "africa",
            "eastern-africa",
            "middle-africa",
            "northern-africa",
            "southern-africa",
            "western-africa",
            "americas",
            "caribbean",
            "central-america",
            "latin-america-caribbean",
            "northern-america",
            "south-america",
            "asia",
            "central-asia",
            "eastern-asia",
            "southern-asia",
            "south-eastern-asia",
            "western-asia",
            "europe",
            "eastern-europe",
            "northern-europe",
            "southern-europe",
            "western-europe",
            "oceania",
            "antarctica",
            "australia-new-zealand",
            "melanesia",
            "micronesia",
            "polynesia");

    @Test
    void everyCountryOfIso3166LiesInARegionOfStix() {
        Set<String> unknown = new TreeSet<>(List.of(Locale.getISOCountries()));
        unknown.removeIf(Places::isKnown);
        // The runtime's list has one country that is no more.
        unknown.remove("AN");
        assertEquals(Set.of(), unknown);
        for (String country : Locale.getISOCountries()) {
            if (Places.isKnown(country)) {
                String region = List.copyOf(Places.around(country)).get(1);
                assertTrue(REGIONS.contains(region), country + " lies in " + region);
            }
        }
    }

    @Test
    void everyRegionOfStixIsKnown() {
        for (String region : REGIONS) {
            assertTrue(Places.isKnown(region), region);
        }
    }

    @Test
    void whatLiesAroundAPlace() {
        assertEquals(List.of("MA-05", "MA", "northern-africa", "africa"), List.copyOf(Places.around("MA-05")));
        assertEquals(
                List.of("JM", "caribbean", "latin-america-caribbean", "americas"), List.copyOf(Places.around("JM")));
        assertEquals(List.of("AQ", "antarctica"), List.copyOf(Places.around("AQ")));
    }

    @Test
    void onePlaceHasOneSpelling() {
        assertEquals("MA", Places.spelling("ma"));
        assertEquals("FR-75", Places.spelling("fr-75"));
        assertEquals("northern-africa", Places.spelling("Northern-Africa"));
        assertEquals("Morocco", Places.spelling("Morocco"));
        for (String other : List.of("ma", "XX", "MA-", "MA-0555", "AN", "Northern-africa", "MAR", "")) {
            assertFalse(Places.isKnown(other), other);
        }
    }
}
