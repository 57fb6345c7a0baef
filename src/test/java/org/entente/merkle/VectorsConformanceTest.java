package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.entente.SharedData;
import org.entente.merkle.SignedNote.Verdict;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Logs and trees that other implementations wrote. */
final class VectorsConformanceTest {
    private static final String TESSERA_KEY =
            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";
    private static final int TESSERA_SIZE = 15;

    @Test
    void theRootsOfTheTesseraLog() throws MerkleException {
        NoteKey key = NoteKey.parse(TESSERA_KEY);
        Frontier frontier = Frontier.empty();
        for (int size = 0; size <= TESSERA_SIZE; size++) {
            if (size > 0) {
                frontier.append(bundle(size).getLast());
            }
            byte[] file = SharedData.bytes("vectors/tessera/log/checkpoint." + size);
            SignedNote note = SignedNote.parse(file);
            assertArrayEquals(file, note.bytes());
            assertEquals(new Verdict.Signed(List.of(key)), note.verify(List.of(key)));
            assertEquals(new Checkpoint(key.name(), size, frontier.root()), Checkpoint.parse(note.text()));
        }
    }

    @Test
    void theBundlesOfTheTesseraLogGrow() throws MerkleException {
        for (int size = 1; size <= TESSERA_SIZE; size++) {
            List<byte[]> entries = bundle(size);
            assertArrayEquals(SharedData.bytes(path(size)), EntryBundle.encode(entries));
            assertArrayEquals(
                    EntryBundle.encode(entries),
                    EntryBundle.encode(bundle(TESSERA_SIZE).subList(0, size)));
        }
    }

    @Test
    void theLeavesOfTheTesseraLog() throws MerkleException {
        byte[] tile = SharedData.bytes("vectors/tessera/log/tile/0/" + new TilePath(0, TESSERA_SIZE).text());
        List<byte[]> entries = bundle(TESSERA_SIZE);
        for (int i = 0; i < TESSERA_SIZE; i++) {
            Frontier leaf = Frontier.empty();
            leaf.append(entries.get(i));
            assertArrayEquals(Arrays.copyOfRange(tile, i * 32, (i + 1) * 32), leaf.root());
        }
    }

    @Test
    void aByteChangedInTheTesseraLogIsFound() throws MerkleException {
        NoteKey key = NoteKey.parse(TESSERA_KEY);
        byte[] note = SharedData.bytes("vectors/tessera/log/checkpoint");
        // The second digit of the size: the note still parses, and says 14 where 15 was signed.
        int digit = new String(note, UTF_8).indexOf("\n15\n") + 2;
        assertEquals('5', note[digit]);
        note[digit] = '4';
        assertInstanceOf(Verdict.Forged.class, SignedNote.parse(note).verify(List.of(key)));
    }

    @Test
    void theRootsBehindThePublishedProofs() throws IOException {
        List<byte[]> entries = FrontierTest.ctEntries();
        Map<String, Integer> sizes = new HashMap<>();
        Frontier frontier = Frontier.empty();
        for (int i = 0; i < entries.size(); i++) {
            frontier.append(entries.get(i));
            sizes.put(HexFormat.of().formatHex(frontier.root()), i + 1);
        }
        int checked = 0;
        for (JsonNode proof : vectors("vectors/merkle/consistency")) {
            checked += check(proof, sizes, "root1", "size1") + check(proof, sizes, "root2", "size2");
        }
        for (JsonNode proof : vectors("vectors/merkle/inclusion")) {
            checked += check(proof, sizes, "root", "treeSize");
        }
        assertTrue(checked >= 10, "roots of our tree among the right proofs: " + checked);
    }

    /** Some vectors speak of other trees; one that names a root of ours must give it the size at which we have it. */
    private static int check(JsonNode proof, Map<String, Integer> sizes, String rootField, String sizeField)
            throws IOException {
        Integer size = sizes.get(HexFormat.of().formatHex(proof.path(rootField).binaryValue()));
        if (size == null || proof.path("wantErr").asBoolean()) {
            return 0;
        }
        assertEquals(proof.path(sizeField).asInt(), size, proof.path("desc").asString());
        return 1;
    }

    private static List<JsonNode> vectors(String folder) throws IOException {
        var mapper = JsonMapper.builder().build();
        List<JsonNode> vectors = new ArrayList<>();
        try (Stream<Path> files = Files.walk(SharedData.file(folder))) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                vectors.add(mapper.readTree(Files.readAllBytes(file)));
            }
        }
        return vectors;
    }

    private static String path(int size) {
        return "vectors/tessera/log/tile/entries/" + new TilePath(0, size).text();
    }

    private static List<byte[]> bundle(int size) throws MerkleException {
        return EntryBundle.decode(SharedData.bytes(path(size)), size);
    }
}
