package org.entente.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/**
 * A disk whose power fails at one operation. Of what was written and not forced, any sectors may then be on it, in any
 * combination.
 */
final class PowerCutDisk implements Disk {
    private static final int SECTOR_BYTES = 512;

    private final Map<Path, byte[]> durable = new HashMap<>();
    private int operationsLeft;

    PowerCutDisk(int operations) {
        this.operationsLeft = operations;
    }

    private void spend() throws IOException {
        if (operationsLeft-- <= 0) {
            throw new IOException("The power is off.");
        }
    }

    /** Makes the files what the disk held when the power came back. */
    void cut(Random random) throws IOException {
        for (Map.Entry<Path, byte[]> entry : durable.entrySet()) {
            byte[] written = Files.readAllBytes(entry.getKey());
            byte[] held = entry.getValue();
            int bias = 1 + random.nextInt(9);
            for (int at = 0; at < written.length; at += SECTOR_BYTES) {
                int end = Math.min(at + SECTOR_BYTES, written.length);
                if (!Arrays.equals(written, at, end, held, at, end) && random.nextInt(10) < bias) {
                    System.arraycopy(written, at, held, at, end - at);
                }
            }
            Files.write(entry.getKey(), held);
        }
    }

    @Override
    public Handle open(Path file) throws IOException {
        Handle real = Disk.REAL.open(file);
        return new Handle() {
            @Override
            public void write(ByteBuffer from, long position) throws IOException {
                if (!durable.containsKey(file)) {
                    durable.put(file, Files.readAllBytes(file));
                }
                real.write(from, position);
                spend();
            }

            @Override
            public void force() throws IOException {
                spend();
                durable.remove(file);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
