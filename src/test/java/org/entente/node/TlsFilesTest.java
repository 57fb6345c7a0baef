package org.entente.node;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.entente.TestCertificates;
import org.entente.TestCertificates.Issued;
import org.entente.TestCertificates.Kind;
import org.entente.TestCertificates.Wish;
import org.entente.exchange.Failure;
import org.entente.http.ServerTls;
import org.entente.http.ServerTls.Clients;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsFilesTest {
    private static final Issued OWN = TestCertificates.selfSigned(Wish.of(Kind.EC, "node"));
    private static final Issued NEXT = TestCertificates.selfSigned(Wish.of(Kind.RSA, "node"));
    private static final TlsConfig CONFIG = new TlsConfig("c.pem", "k.pem", "1.3", true, "", "", "");

    @TempDir
    private Path folder;

    private Path chain = Path.of("");
    private Path key = Path.of("");

    @BeforeEach
    void write() {
        chain = folder.resolve("c.pem");
        key = folder.resolve("k.pem");
        OWN.write(chain, key);
    }

    private TlsFiles files() {
        return new TlsFiles(folder, CONFIG);
    }

    @Test
    void whatIsConfiguredIsRead() {
        ServerTls tls = Objects.requireNonNull(files().server());
        assertEquals(OWN.certificate(), tls.identity().certificate());
        assertEquals(new Clients.Any(), tls.clients());
        assertFalse(tls.allowsTls12());
        assertNull(files().pullIdentity());
        assertNull(new TlsFiles(folder, TlsConfig.NONE).server());
        TestCertificates.replace(folder.resolve("a.pem"), OWN.chainPem());
        TlsConfig more = new TlsConfig("c.pem", key.toString(), "1.2", true, "a.pem", "c.pem", "k.pem");
        ServerTls other = Objects.requireNonNull(new TlsFiles(folder, more).server());
        assertTrue(other.allowsTls12());
        assertEquals(new Clients.VouchedFor(List.of(OWN.certificate())), other.clients());
        assertNotNull(new TlsFiles(folder, more).pullIdentity());
    }

    @Test
    void failuresNameTheKeyAndTheFile() throws Exception {
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r-----"));
        refused("tls.key", key, "owner only");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("r--------"));
        assertNotNull(files().server());
        TestCertificates.replace(key, NEXT.keyPem());
        refused("tls.key", key, "kind");
        Files.delete(key);
        refused("tls.key", key, "cannot be read");
        TestCertificates.replace(chain, "nothing".getBytes(US_ASCII));
        OWN.write(folder.resolve("other.pem"), key);
        refused("tls.certificate", chain, "no certificate");
        Files.delete(chain);
        refused("tls.certificate", chain, "cannot be read");
    }

    private void refused(String configKey, Path file, String part) {
        Failure failure = assertThrows(Failure.class, () -> files().server());
        assertEquals(Failure.Code.INVALID, failure.code());
        assertEquals(configKey, failure.fields().get("key"));
        assertEquals(file.toString(), failure.fields().get("file"));
        assertTrue(String.valueOf(failure.getMessage()).contains(part), failure.getMessage());
    }

    @Test
    void aChangeIsTakenOnceAndABrokenOneLeavesWhatWas() throws Exception {
        List<ServerTls> taken = new ArrayList<>();
        ServerTls first = Objects.requireNonNull(files().server());
        try (CertificateWatch watch = new CertificateWatch(files(), first, taken::add, Instant::now)) {
            watch.check();
            assertEquals(List.of(), taken);
            // Who renews a certificate writes two files, and the watch may look between the two.
            TestCertificates.replace(chain, NEXT.chainPem());
            watch.check();
            assertEquals(List.of(), taken);
            assertEquals(OWN.certificate().getNotAfter().toInstant(), watch.expires());
            TestCertificates.replace(key, NEXT.keyPem());
            watch.check();
            watch.check();
            assertEquals(1, taken.size());
            assertEquals(NEXT.certificate(), taken.getFirst().identity().certificate());
            assertEquals(NEXT.certificate().getNotAfter().toInstant(), watch.expires());
            Files.delete(chain);
            watch.check();
            OWN.write(chain, key);
            watch.check();
            assertEquals(2, taken.size());
        }
    }

    @Test
    void aServerThatRefusesKeepsWhatItHas() {
        ServerTls first = Objects.requireNonNull(files().server());
        try (CertificateWatch watch = new CertificateWatch(
                files(),
                first,
                _ -> {
                    throw new Failure(Failure.Code.INVALID, "No.");
                },
                () -> Instant.now().plus(Duration.ofDays(1000)))) {
            NEXT.write(chain, key);
            watch.check();
            assertEquals(OWN.certificate().getNotAfter().toInstant(), watch.expires());
        }
    }
}
