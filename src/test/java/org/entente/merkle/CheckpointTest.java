package org.entente.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class CheckpointTest {
    private static final String ROOT = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

    @Test
    void threeLines() throws MerkleException {
        var checkpoint = new Checkpoint("example.org/log", 0, Frontier.empty().root());
        assertEquals("example.org/log\n0\n" + ROOT + "\n", checkpoint.text());
        assertEquals(checkpoint, Checkpoint.parse(checkpoint.text()));
        assertEquals(checkpoint.hashCode(), Checkpoint.parse(checkpoint.text()).hashCode());
    }

    @Test
    void eachPartCounts() {
        var checkpoint = new Checkpoint("a", 1, new byte[32]);
        byte[] other = new byte[32];
        other[31] = 1;
        assertNotEquals(checkpoint, new Checkpoint("b", 1, new byte[32]));
        assertNotEquals(checkpoint, new Checkpoint("a", 2, new byte[32]));
        assertNotEquals(checkpoint, new Checkpoint("a", 1, other));
    }

    @Test
    void extensionLinesAreReadOver() throws MerkleException {
        assertEquals(7, Checkpoint.parse("o\n7\n" + ROOT + "\nmore\nand more\n").size());
        assertEquals(
                Long.MAX_VALUE,
                Checkpoint.parse("o\n9223372036854775807\n" + ROOT + "\n").size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n",
                "o\n0\n",
                "o\n0\nROOT",
                "\n0\nROOT\n",
                "o\n\nROOT\n",
                "o\n00\nROOT\n",
                "o\n01\nROOT\n",
                "o\n+1\nROOT\n",
                "o\n-1\nROOT\n",
                "o\n1 \nROOT\n",
                "o\n0x1\nROOT\n",
                "o\n\u0661\nROOT\n",
                "o\n9223372036854775808\nROOT\n",
                "o\n99999999999999999999\nROOT\n",
                "o\n0\n\n",
                "o\n0\nAAAA\n",
                "o\n0\nROOT \n",
                "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU\n",
                "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFV=\n",
                "o\n0\n47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU=\n",
                "o\n0\nROOT\n\n",
                "o\n0\nROOT\n\nx\n",
                "o\r\n0\r\nROOT\r\n",
                "o\t\n0\nROOT\n",
            })
    void refusesOtherTexts(String text) {
        assertThrows(MerkleException.class, () -> Checkpoint.parse(text.replace("ROOT", ROOT)));
    }

    @Test
    void nothingElseCanBeBuilt() {
        byte[] root = new byte[32];
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("", 0, root));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a\nb", 0, root));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a\tb", 0, root));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a\ud800", 0, root));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a", -1, root));
        assertThrows(IllegalArgumentException.class, () -> new Checkpoint("a", 0, new byte[31]));
    }
}
