package org.entente;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.entente.Fuzzers.Fuzzer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every fuzzer takes its seeds, so that what a fuzzer found once stays found. {@code ./entente test --fuzz} looks for more. */
class SeedsFuzzTest {
    private static final int SHOWN_BYTES = 200;

    @TestFactory
    List<DynamicTest> everyFuzzerTakesItsSeeds() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Fuzzer fuzzer : Fuzzers.all()) {
            tests.add(dynamicTest(fuzzer.name() + ", own seeds", () -> take(fuzzer, fuzzer.ownSeeds())));
            tests.add(dynamicTest(fuzzer.name() + ", made seeds", () -> take(fuzzer, fuzzer.madeSeeds())));
        }
        return tests;
    }

    private static void take(Fuzzer fuzzer, List<byte[]> seeds) throws Throwable {
        fuzzer.take(new byte[0]);
        for (byte[] seed : seeds) {
            try {
                fuzzer.take(seed.clone());
            } catch (Exception | AssertionError e) {
                int shown = Math.min(seed.length, SHOWN_BYTES);
                throw new AssertionError("seed " + HexFormat.of().formatHex(seed, 0, shown), e);
            }
        }
    }

    @Test
    void everyParserHasAFuzzer() throws Exception {
        List<String> names = Fuzzers.all().stream().map(Fuzzer::name).toList();
        for (String name : List.of(
                "CanonicalJsonFuzz",
                "ConsentFuzz",
                "CursorFuzz",
                "MemorandumFuzz",
                "ObjectQueryFuzz",
                "PatternFuzz",
                "QueryFuzz",
                "SignedNoteFuzz",
                "StixReaderFuzz")) {
            assertTrue(names.contains(name), name);
        }
    }

    @Test
    void everyFolderOfSeedsIsThatOfAFuzzer() throws Exception {
        List<Path> known = Fuzzers.all().stream().map(Fuzzer::folder).toList();
        assertTrue(known.containsAll(Fuzzers.folders()), () -> "a fuzzer has another name than its seeds");
        assertTrue(Stream.of("PatternFuzz", "QueryFuzz")
                .allMatch(name -> known.stream().anyMatch(folder -> folder.endsWith(name))));
    }
}
