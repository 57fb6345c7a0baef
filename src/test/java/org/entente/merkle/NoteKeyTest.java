package org.entente.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NoteKeyTest {
    private static final String TESSERA =
            "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx";

    @Test
    void readsAndWritesTheKeyOfAnotherLog() throws MerkleException {
        NoteKey key = NoteKey.parse(TESSERA);
        assertEquals("example.com/log/testdata", key.name());
        assertEquals(0x33d7b496, key.id());
        assertEquals(TESSERA, key.text());
        assertEquals(key, NoteKey.parse(TESSERA));
    }

    @Test
    void isTheKeyOfThePlatform() throws MerkleException, NoSuchAlgorithmException {
        NoteKey key = NoteKey.of("example.org", TestKeys.ed25519(1).getPublic());
        assertEquals(key, NoteKey.parse(key.text()));
        assertNotEquals(key, NoteKey.of("example.net", TestKeys.ed25519(1).getPublic()));
        assertNotEquals(key, NoteKey.of("example.org", TestKeys.ed25519(2).getPublic()));
        var exchange = KeyPairGenerator.getInstance("X25519").generateKeyPair().getPublic();
        assertThrows(IllegalArgumentException.class, () -> NoteKey.of("example.org", exchange));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com/log/testdata",
                "example.com/log/testdata+33d7b496",
                "+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdata+33D7B496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdata+33d7b497+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdatb+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdata+33d7b496+BOHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx",
                "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkQ=",
                "example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx\n",
            })
    void refusesOtherTexts(String text) {
        assertThrows(MerkleException.class, () -> NoteKey.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a+b", "a\nb", "a\tb", "a\u00a0b", "a\u0085b", "a\u2003b", "a\u3000b", "\ud800"})
    void aNameHasNoSpaceAndNoPlus(String name) {
        assertThrows(IllegalArgumentException.class, () -> new NoteKey(name, new byte[32]));
    }

    @Test
    void aKeyThatIsNoPointSignedNothing() {
        byte[] noPoint = new byte[32];
        Arrays.fill(noPoint, (byte) 0xFF);
        noPoint[0] = 2;
        assertFalse(new NoteKey("a", noPoint).signed("text\n", new byte[64]));
    }

    @Test
    void aSignatureOfAnotherLengthIsNone() throws MerkleException {
        NoteKey key = NoteKey.parse(TESSERA);
        for (int length : new int[] {0, 1, 63, 65, 2420}) {
            assertFalse(key.signed("text\n", new byte[length]));
        }
    }
}
