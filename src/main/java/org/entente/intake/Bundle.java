package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import org.entente.stix.StixObject;

/** Writes a bundle (STIX 2.1 section 8). */
public final class Bundle {
    private Bundle() {}

    /**
     * The objects, each byte for byte, in a bundle whose id follows from them; without objects it has no list, as the standard
     * forbids empty ones.
     */
    public static byte[] of(List<StixObject> objects) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, "{\"type\":\"bundle\",\"id\":\"" + id(objects) + '"');
        String before = ",\"objects\":[\n";
        for (StixObject object : objects) {
            write(out, before);
            out.writeBytes(object.bytes());
            before = ",\n";
        }
        write(out, objects.isEmpty() ? "}\n" : "\n]}\n");
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(UTF_8));
    }

    private static String id(List<StixObject> objects) {
        MessageDigest sha256;
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("Every Java platform has SHA-256.", absent);
        }
        for (StixObject object : objects) {
            byte[] bytes = object.bytes();
            sha256.update(
                    ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
            sha256.update(bytes);
        }
        return DerivedId.of("bundle", HexFormat.of().formatHex(sha256.digest()));
    }
}
