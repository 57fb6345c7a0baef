package org.entente.merkle;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntryBundleTest {
    @Test
    void eachEntryFollowsItsLength() throws MerkleException {
        byte[] bundle = EntryBundle.encode(List.of("one".getBytes(UTF_8), new byte[0], "three".getBytes(UTF_8)));
        assertArrayEquals("\0\3one\0\0\0\5three".getBytes(UTF_8), bundle);
        List<byte[]> entries = EntryBundle.decode(bundle, 3);
        assertEquals(3, entries.size());
        assertArrayEquals("three".getBytes(UTF_8), entries.get(2));
    }

    @Test
    void aFullBundleOfTheLongestEntries() throws MerkleException {
        byte[] longest = new byte[EntryBundle.MAX_ENTRY_BYTES];
        Arrays.fill(longest, (byte) 0xFF);
        byte[] bundle = EntryBundle.encode(Collections.nCopies(EntryBundle.WIDTH, longest));
        assertEquals(EntryBundle.WIDTH * (2 + 65_535), bundle.length);
        for (byte[] entry : EntryBundle.decode(bundle, EntryBundle.WIDTH)) {
            assertArrayEquals(longest, entry);
        }
    }

    @Test
    void refusesWhatDoesNotFitTheCount() {
        byte[] bundle = EntryBundle.encode(List.of(new byte[] {1}, new byte[] {2, 3}));
        assertThrows(MerkleException.class, () -> EntryBundle.decode(bundle, 1));
        assertThrows(MerkleException.class, () -> EntryBundle.decode(bundle, 3));
        for (int length = 0; length < bundle.length; length++) {
            byte[] cut = Arrays.copyOf(bundle, length);
            assertThrows(MerkleException.class, () -> EntryBundle.decode(cut, 2), "cut to " + length);
        }
        byte[] longer = Arrays.copyOf(bundle, bundle.length + 1);
        assertThrows(MerkleException.class, () -> EntryBundle.decode(longer, 2));
    }

    @Test
    void aCallerMustAskForWhatABundleCanHold() {
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.encode(List.of()));
        assertThrows(
                IllegalArgumentException.class, () -> EntryBundle.encode(Collections.nCopies(257, new byte[] {1})));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.encode(List.of(new byte[65_536])));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.decode(new byte[0], 0));
        assertThrows(IllegalArgumentException.class, () -> EntryBundle.decode(new byte[0], 257));
    }
}
