package org.entente.release;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.Samples;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is read from objects for the terms that ask for it. */
class SayingsTest {
    private static final Set<LeftOperand> SAID = Arrays.stream(LeftOperand.values())
            .filter(Facets::isSaid)
            .collect(Collectors.toCollection(() -> EnumSet.noneOf(LeftOperand.class)));

    private static final String TIMES = "'created':'2026-01-01T00:00:00.000Z','modified':'2026-01-02T00:00:00.000Z',";
    private static final String INDICATOR = TIMES
            + "'pattern':'x','pattern_type':'yara','valid_from':'2026-01-03T00:00:00Z',"
            + "'valid_until':'2026-01-04T00:00:00Z','indicator_types':['benign','anomalous-activity'],'confidence':7,"
            + "'created_by_ref':'identity--00000000-0000-4000-8000-000000000001',"
            + "'kill_chain_phases':[{'kill_chain_name':'k','phase_name':'p'}]";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "KIND | anomalous-activity,benign",
                "PATTERN_TYPE | yara",
                "KILL_CHAIN_PHASE | k:p",
                "CONFIDENCE | 7",
                "PRODUCER | identity--00000000-0000-4000-8000-000000000001",
                "CREATED | 2026-01-01T00:00:00.000Z",
                "MODIFIED | 2026-01-02T00:00:00.000Z",
                "VALID_FROM | 2026-01-03T00:00:00Z",
                "VALID_UNTIL | 2026-01-04T00:00:00Z",
                "AGE | 2026-01-02T00:00:00.000Z",
                "SECTOR | ''",
                "REGION | ''"
            })
    void anIndicatorSays(LeftOperand operand, String expected) {
        assertEquals(expected, said(object("indicator", INDICATOR), operand));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "'country':'MA' | MA",
                "'region':'africa','country':'ma' | MA",
                "'region':'northern-africa' | northern-africa",
                "'country':'MA','administrative_area':'MA-05' | MA-05",
                "'country':'MA','administrative_area':'Fes' | MA",
                "'region':'europe','country':'MA' | MA,europe",
                "'country':'Morocco' | Morocco",
                "'latitude':1,'longitude':2 | ~~"
            })
    void aLocationSaysItsNarrowestPlaces(String properties, String expected) {
        assertEquals(expected, said(object("location", TIMES + properties), LeftOperand.REGION));
    }

    @Test
    void anIdentitySaysItsSectorsAndClass() {
        StixObject identity =
                object("identity", TIMES + "'name':'N','identity_class':'group','sectors':['energy','x']");
        assertEquals("energy,x", said(identity, LeftOperand.SECTOR));
        assertEquals("group", said(identity, LeftOperand.KIND));
    }

    @Test
    void aPropertyOfAnotherFormIsUndefinedAndNotAbsent() {
        StixObject custom = object("x-thing", TIMES + "'sectors':7,'region':['africa','asia'],'valid_from':'soon'");
        Set<LeftOperand> strange = Set.of(LeftOperand.SECTOR, LeftOperand.REGION, LeftOperand.VALID_FROM);
        assertEquals(Set.of(), Facets.said(custom, strange).keySet());
        assertEquals(
                Set.of(LeftOperand.KIND),
                Facets.said(custom, Set.of(LeftOperand.KIND)).keySet());
    }

    @Test
    void facetsThatSayMoreReadBackAndThoseThatDoNotAreWhatTheyWere() {
        StixObject indicator = object("indicator", INDICATOR);
        Facets plain = Facets.of(indicator, Tags.NONE, Source.OWN);
        assertEquals(
                "01" + "09" + hex("indicator") + "00" + "00" + "00" + "00" + "00",
                HexFormat.of().formatHex(plain.encode()));
        Facets all = Facets.of(indicator, Tags.NONE, Source.OWN, SAID).arrived(Instant.EPOCH);
        assertEquals(2, all.encode()[0]);
        assertEquals(all, Facets.decode(all.encode()));
        for (int end = 0; end < all.encode().length; end++) {
            byte[] cut = Arrays.copyOf(all.encode(), end);
            assertThrows(IllegalArgumentException.class, () -> Facets.decode(cut));
        }
        Facets silent =
                Facets.of(object("x-thing", TIMES.substring(0, TIMES.length() - 1)), Tags.NONE, Source.OWN, SAID);
        assertEquals(silent, Facets.decode(silent.encode()));
    }

    @Test
    void aCopyOfTheStoreIsAskedAnew() {
        StixObject indicator = object("indicator", INDICATOR);
        Instant first = Instant.parse("2026-02-01T00:00:00Z");
        Instant later = Instant.parse("2026-03-01T00:00:00Z");
        Facets arrived = Facets.of(indicator, Tags.NONE, Source.OWN, Set.of(LeftOperand.AGE))
                .arrived(first);
        Facets asked = arrived.asking(indicator, SAID, later);
        assertEquals(arrived.said().get(LeftOperand.AGE), asked.said().get(LeftOperand.AGE), "The arrival stays.");
        assertEquals(SAID, asked.said().keySet());
        Facets fresh = Facets.of(indicator, Tags.NONE, Source.OWN).asking(indicator, SAID, later);
        assertTrue(Objects.requireNonNull(fresh.said().get(LeftOperand.AGE))
                .first()
                .endsWith(later.toString()));
        assertTrue(fresh.agrees(asked) && asked.agrees(fresh) && fresh.agrees(arrived));
        assertFalse(fresh.agrees(Facets.of(
                object("indicator", INDICATOR.replace("'confidence':7", "'confidence':8")),
                Tags.NONE,
                Source.OWN,
                SAID)));
        assertArrayEquals(
                Facets.of(indicator, Tags.NONE, Source.OWN).encode(),
                asked.asking(indicator, Set.of(), later).encode());
    }

    private static String said(StixObject object, LeftOperand operand) {
        return String.join(
                ",", Facets.said(object, Set.of(operand)).getOrDefault(operand, new TreeSet<>(List.of("undefined"))));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(UTF_8));
    }

    private static StixObject object(String type, String properties) {
        String json = "{'type':'" + type + "','spec_version':'2.1','id':'"
                + Given.id(type, 1).value() + "'," + properties + "}";
        return switch (StixReader.parseObject(Samples.json(json).getBytes(UTF_8), Limits.DEFAULT)) {
            case Parsed.Valid valid -> valid.object();
            case Parsed.Invalid invalid ->
                throw new AssertionError(invalid.problems().toString());
        };
    }
}
