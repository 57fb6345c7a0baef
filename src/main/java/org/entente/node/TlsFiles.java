package org.entente.node;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.entente.exchange.Failure;
import org.entente.http.ClientTls;
import org.entente.http.Identity;
import org.entente.http.Pem;
import org.entente.http.ServerTls;
import org.entente.http.ServerTls.Clients;
import org.jspecify.annotations.Nullable;

/**
 * The certificates and private keys that the configuration names. They are read each time they are asked for, so that what was
 * put in their place is taken. Failures name the key of the configuration and the file, and nothing that is in it.
 */
final class TlsFiles {
    /** Who but the owner could read or change a private key. */
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.GROUP_EXECUTE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE,
            PosixFilePermission.OTHERS_EXECUTE);

    private final Path directory;
    private final TlsConfig config;

    TlsFiles(Path directory, TlsConfig config) {
        this.directory = directory;
        this.config = config;
    }

    /** How the server speaks TLS, or null where it does not. Throws {@link Failure} {@code INVALID}. */
    @Nullable
    ServerTls server() {
        if (config.certificate().isEmpty()) {
            return null;
        }
        Identity identity = identity(ConfigKey.TLS_CERTIFICATE, config.certificate(), ConfigKey.TLS_KEY, config.key());
        return new ServerTls(identity, config.oldestVersion().equals("1.2"), clients());
    }

    private Clients clients() {
        if (!config.clientCertificates()) {
            return new Clients.NotAsked();
        }
        if (config.clientAuthorities().isEmpty()) {
            return new Clients.Any();
        }
        byte[] pem = read(ConfigKey.TLS_CLIENT_AUTHORITIES, config.clientAuthorities());
        return named(
                ConfigKey.TLS_CLIENT_AUTHORITIES,
                config.clientAuthorities(),
                () -> new Clients.VouchedFor(Pem.certificates(pem)));
    }

    /** What this node proves itself with to partners, or null. Throws {@link Failure} {@code INVALID}. */
    @Nullable
    Identity pullIdentity() {
        return config.pullCertificate().isEmpty()
                ? null
                : identity(ConfigKey.PULL_CERTIFICATE, config.pullCertificate(), ConfigKey.PULL_KEY, config.pullKey());
    }

    boolean hasPullIdentity() {
        return !config.pullCertificate().isEmpty();
    }

    /** How to speak TLS with a server that is no partner's. */
    ClientTls foreign() {
        return ClientTls.of(List.of(), pullIdentity());
    }

    private Identity identity(ConfigKey certificate, String certificateFile, ConfigKey key, String keyFile) {
        byte[] chainPem = read(certificate, certificateFile);
        requireOwnerOnly(key, keyFile);
        byte[] keyPem = read(key, keyFile);
        named(certificate, certificateFile, () -> Pem.certificates(chainPem));
        return named(key, keyFile, () -> Identity.read(chainPem, keyPem));
    }

    private void requireOwnerOnly(ConfigKey key, String file) {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(directory.resolve(file));
            if (permissions.stream().anyMatch(OTHERS::contains)) {
                throw failure(key, file, "A private key must be open to its owner only: chmod 600.", null);
            }
        } catch (IOException e) {
            throw failure(key, file, "The file cannot be read.", e);
        }
    }

    private byte[] read(ConfigKey key, String file) {
        try (InputStream in = Files.newInputStream(directory.resolve(file))) {
            return in.readNBytes(Pem.MAX_BYTES + 1);
        } catch (IOException e) {
            throw failure(key, file, "The file cannot be read.", e);
        }
    }

    private <T> T named(ConfigKey key, String file, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (Failure e) {
            throw failure(key, file, String.valueOf(e.getMessage()), e);
        }
    }

    private Failure failure(ConfigKey key, String file, String sentence, @Nullable Exception cause) {
        String path = directory.resolve(file).toString();
        return cause == null
                ? new Failure(Failure.Code.INVALID, sentence, "key", key.path(), "file", path)
                : new Failure(Failure.Code.INVALID, sentence, cause, "key", key.path(), "file", path);
    }

    /** A hash of what the server's files hold now, so that a change is seen; a file that cannot be read counts as empty. */
    byte[] serverState() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String file : List.of(config.certificate(), config.key(), config.clientAuthorities())) {
                byte[] bytes = file.isEmpty() ? new byte[0] : bytesOrNone(directory.resolve(file));
                digest.update(
                        ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
                digest.update(bytes);
            }
            return digest.digest();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static byte[] bytesOrNone(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(Pem.MAX_BYTES + 1);
        } catch (IOException e) {
            return new byte[0];
        }
    }
}
