package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node must keep secret, on disk. */
final class NodeKeysTest {
    @TempDir
    private Path folder;

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static void refused(Failure.Code code, Runnable action) {
        assertEquals(code, assertThrows(Failure.class, action::run).code());
    }

    @Test
    void keysAreReadBackAndReadableByTheirOwnerOnly() throws IOException {
        Path keys = folder.resolve("node/keys");
        NodeKeys made = NodeKeys.create(keys);
        made.keepPartnerToken("did:web:b.example", "secret");
        NodeKeys read = NodeKeys.open(keys);
        assertEquals(made.publicKey(), read.publicKey());
        assertArrayEquals(made.secret(), read.secret());
        assertEquals("secret", read.partnerToken("did:web:b.example"));
        assertNull(read.partnerToken("did:web:c.example"));
        read.keepPartnerToken("did:web:b.example", "newer");
        assertEquals("newer", made.partnerToken("did:web:b.example"));
        try (Stream<Path> all = Files.walk(folder.resolve("node"))) {
            for (Path path : all.toList()) {
                assertEquals(Files.isDirectory(path) ? "rwx------" : "rw-------", permissions(path), path.toString());
                assertTrue(!path.toString().endsWith(".new"), "no draft is left behind");
            }
        }
        refused(Failure.Code.CONFLICT, () -> NodeKeys.create(keys));
    }

    @Test
    void missingAndBrokenFilesAreSaidToBeSo() throws IOException {
        refused(Failure.Code.NOT_FOUND, () -> NodeKeys.open(folder.resolve("none")));
        for (String name : List.of("node.key", "node.pub", "node.secret")) {
            for (String text :
                    List.of("", "-----BEGIN PRIVATE KEY-----\n-----END PRIVATE KEY-----\n", "00", "\u00ff", "!!")) {
                Path keys = folder.resolve(name + text.hashCode());
                NodeKeys.create(keys);
                Files.writeString(keys.resolve(name), text);
                refused(Failure.Code.INVALID, () -> NodeKeys.open(keys));
            }
        }
        Path keys = folder.resolve("gone");
        NodeKeys.create(keys);
        Files.delete(keys.resolve("node.pub"));
        refused(Failure.Code.INVALID, () -> NodeKeys.open(keys));
    }

    @Test
    void aPublicKeyThatIsNotThePrivateKeysIsRefused() throws IOException {
        Path one = folder.resolve("one");
        Path other = folder.resolve("other");
        NodeKeys.create(one);
        NodeKeys.create(other);
        Files.copy(
                other.resolve("node.pub"), one.resolve("node.pub"), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        refused(Failure.Code.INVALID, () -> NodeKeys.open(one));
    }

    @Test
    void fingerprintsAreGroupsOfFour() {
        String fingerprint =
                NodeKeys.fingerprint(NodeKeys.create(folder.resolve("keys")).publicKey());
        assertTrue(fingerprint.matches("([0-9a-f]{4}-){15}[0-9a-f]{4}"), fingerprint);
    }
}
