package org.entente.release;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;

class FacetsTest {
    private static final Facets FULL = new Facets(
            "indicator",
            Tlp.AMBER_STRICT,
            new TreeSet<>(List.of("ransomware", "łódź")),
            "internal",
            new TreeSet<>(List.of(new StixId(Given.TLP_RED), new StixId(Given.STATEMENT))),
            new Source.Received("did:web:c.example", new UUID(5, 6)));

    @Test
    void whatMayBecomeOfACopyIsPartOfIt() {
        List<byte[]> encoded = new ArrayList<>();
        for (Source.Passing passing : Source.Passing.values()) {
            Source source = new Source.Received("did:web:c.example", new UUID(5, 6), passing);
            Facets facets = new Facets("tool", null, new TreeSet<>(), null, new TreeSet<>(), source);
            assertEquals(facets, Facets.decode(facets.encode()));
            encoded.add(facets.encode());
        }
        assertEquals(4, encoded.stream().map(Arrays::toString).distinct().count());
    }

    @Test
    void decodesWhatItEncodes() {
        assertEquals(FULL, Facets.decode(FULL.encode()));
        Facets bare = Given.facets("tool", null, List.of());
        assertEquals(bare, Facets.decode(bare.encode()));
    }

    @Test
    void equalFacetsHaveEqualBytes() {
        Facets one = Given.facets("tool", Tlp.GREEN, List.of("b", "a"), Given.STATEMENT, Given.TLP_GREEN);
        Facets other = Given.facets("tool", Tlp.GREEN, List.of("a", "b"), Given.TLP_GREEN, Given.STATEMENT);
        assertEquals(one, other);
        assertArrayEquals(one.encode(), other.encode());
    }

    @Test
    void refusesOtherBytes() {
        byte[] bytes = FULL.encode();
        for (int end = 0; end < bytes.length; end++) {
            byte[] cut = Arrays.copyOf(bytes, end);
            assertThrows(IllegalArgumentException.class, () -> Facets.decode(cut));
        }
        byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
        assertThrows(IllegalArgumentException.class, () -> Facets.decode(longer));
        byte[] other = bytes.clone();
        other[0] = 2;
        assertThrows(IllegalArgumentException.class, () -> Facets.decode(other));
    }

    @Test
    void rule2TagsAndMarkingsMeetInTheFacets() {
        StixObject object = object(List.of(Given.TLP_GREEN, Given.STATEMENT), List.of(), List.of("a"));
        Facets untagged = Facets.of(object, Tags.NONE, Source.OWN);
        assertEquals(Tlp.GREEN, untagged.tlp());
        assertNull(untagged.collection());
        Tags tags = new Tags(Tlp.AMBER, new TreeSet<>(List.of("b")), "x");
        Facets tagged = Facets.of(object, tags, Source.OWN);
        assertEquals(Tlp.AMBER, tagged.tlp());
        assertEquals(new TreeSet<>(List.of("a", "b")), tagged.topics());
        assertEquals("x", tagged.collection());
        Tags looser = new Tags(Tlp.CLEAR, new TreeSet<>(), null);
        assertEquals(Tlp.GREEN, Facets.of(object, looser, Source.OWN).tlp());
    }

    @Test
    void rule4WithoutCutsGranularMarkingsCountForTheWhole() {
        Facets facets = Facets.of(
                object(List.of(Given.TLP_GREEN), List.of(Given.TLP_RED, Given.OTHER), List.of()),
                Tags.NONE,
                Source.OWN);
        assertEquals(Tlp.RED, facets.tlp());
        assertEquals(3, facets.markings().size());
    }

    @Test
    void rule2TagsOfSeveralImportsAddUp() {
        Tags first = new Tags(Tlp.GREEN, new TreeSet<>(List.of("a")), "x");
        Tags later = new Tags(Tlp.AMBER, new TreeSet<>(List.of("b")), "y");
        assertEquals(new Tags(Tlp.AMBER, new TreeSet<>(List.of("a", "b")), "x"), first.and(later));
        assertEquals(first, first.and(Tags.NONE));
        assertEquals(first, Tags.NONE.and(first));
        assertThrows(IllegalArgumentException.class, () -> new Tags(null, new TreeSet<>(), ""));
    }

    private static StixObject object(List<String> markings, List<String> granular, List<String> labels) {
        return new StixObject(
                new byte[0],
                Given.id("tool", 1),
                "tool",
                null,
                null,
                false,
                null,
                List.of(),
                markings.stream().map(StixId::new).toList(),
                !granular.isEmpty(),
                labels,
                null,
                granular.stream().map(StixId::new).toList(),
                null,
                null);
    }
}
