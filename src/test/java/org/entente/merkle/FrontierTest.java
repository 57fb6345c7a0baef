package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FrontierTest {
    /** The entries of the reference tree of Certificate Transparency, and the roots of its first eight sizes. */
    private static final List<String> CT_ENTRIES =
            List.of("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f");

    private static final List<String> CT_ROOTS = List.of(
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");

    static List<byte[]> ctEntries() {
        return CT_ENTRIES.stream().map(HexFormat.of()::parseHex).toList();
    }

    @Test
    void theEmptyTreeHasTheHashOfNothing() {
        assertEquals(
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                HexFormat.of().formatHex(Frontier.empty().root()));
    }

    @Test
    void knownRootsOfRfc6962() {
        Frontier frontier = Frontier.empty();
        for (int i = 0; i < CT_ROOTS.size(); i++) {
            frontier.append(ctEntries().get(i));
            assertEquals(CT_ROOTS.get(i), HexFormat.of().formatHex(frontier.root()), "size " + (i + 1));
        }
    }

    @Test
    void subtreesInThePlaceOfTheirEntriesGiveTheSameTree() {
        for (int size = 1; size <= 70; size++) {
            for (int held = 0; held <= size; held++) {
                Frontier whole = entries(0, size);
                Frontier joined = entries(0, held);
                for (long at = held; at < size; ) {
                    int height = Frontier.heightBetween(at, size);
                    joined.appendSubtree(
                            height, entries((int) at, (int) at + (1 << height)).root());
                    at += 1L << height;
                }
                assertEquals(size, joined.size());
                assertArrayEquals(whole.encode(), joined.encode(), held + " of " + size);
            }
        }
        for (int height : new int[] {-1, 1, 2, 62, 63}) {
            Frontier three = entries(0, 3);
            assertThrows(IllegalArgumentException.class, () -> three.appendSubtree(height, new byte[32]));
        }
        assertThrows(IllegalArgumentException.class, () -> Frontier.empty().appendSubtree(0, new byte[31]));
    }

    private static Frontier entries(int from, int to) {
        Frontier frontier = Frontier.empty();
        for (int i = from; i < to; i++) {
            frontier.append(("entry " + i).getBytes(UTF_8));
        }
        return frontier;
    }

    @Test
    void agreesWithTheRecursiveDefinition() throws MerkleException {
        Frontier frontier = Frontier.empty();
        List<byte[]> entries = new ArrayList<>();
        for (int size = 0; size <= 600; size++) {
            assertEquals(size, frontier.size());
            assertArrayEquals(SlowTree.root(entries), frontier.root(), "size " + size);
            frontier = Frontier.decode(frontier.encode());
            byte[] entry = ("entry " + size).getBytes(UTF_8);
            entries.add(entry);
            frontier.append(entry);
        }
    }

    @Test
    void aCopyGoesItsOwnWay() {
        Frontier frontier = Frontier.empty();
        for (int i = 0; i < 7; i++) {
            frontier.append(new byte[] {(byte) i});
        }
        byte[] before = frontier.root();
        Frontier copy = frontier.copy();
        copy.append(new byte[] {7});
        assertArrayEquals(before, frontier.root());
        frontier.append(new byte[] {7});
        assertArrayEquals(frontier.root(), copy.root());
        assertArrayEquals(frontier.encode(), copy.encode());
    }

    @Test
    void theRootIsTheCallersOwn() {
        Frontier frontier = Frontier.empty();
        frontier.append(new byte[] {1});
        byte[] expected = frontier.root();
        frontier.root()[0] ^= 1;
        assertArrayEquals(expected, frontier.root());
    }

    @Test
    void theEncodingIsTheSizeAndOneHashForEachBit() {
        Frontier frontier = Frontier.empty();
        assertArrayEquals(new byte[8], frontier.encode());
        for (int i = 0; i < 6; i++) {
            frontier.append(new byte[] {(byte) i});
        }
        ByteBuffer encoded = ByteBuffer.wrap(frontier.encode());
        assertEquals(8 + 2 * 32, encoded.remaining());
        assertEquals(6, encoded.getLong());
        byte[] left = new byte[32];
        encoded.get(left);
        assertArrayEquals(SlowTree.root(List.of(new byte[] {0}, new byte[] {1}, new byte[] {2}, new byte[] {3})), left);
    }

    @Test
    void aSizeBeyondAnInt() throws MerkleException {
        long size = Long.MAX_VALUE - 1;
        ByteBuffer encoded = ByteBuffer.allocate(8 + 62 * 32).putLong(size);
        Frontier frontier = Frontier.decode(encoded.array());
        frontier.append(new byte[] {1});
        assertEquals(Long.MAX_VALUE, frontier.size());
        assertArrayEquals(frontier.encode(), Frontier.decode(frontier.encode()).encode());
    }

    @Test
    void refusesAnEncodingOfTheWrongLength() {
        byte[] three = ByteBuffer.allocate(8 + 2 * 32).putLong(3).array();
        assertThrows(MerkleException.class, () -> Frontier.decode(new byte[0]));
        assertThrows(MerkleException.class, () -> Frontier.decode(new byte[7]));
        assertThrows(MerkleException.class, () -> Frontier.decode(Arrays.copyOf(three, three.length - 1)));
        assertThrows(MerkleException.class, () -> Frontier.decode(Arrays.copyOf(three, three.length + 1)));
        byte[] negative = ByteBuffer.allocate(8 + 64 * 32).putLong(-1).array();
        assertThrows(MerkleException.class, () -> Frontier.decode(negative));
    }
}
