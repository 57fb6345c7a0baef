package org.entente.merkle;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.util.Random;

/** Key pairs that are the same in each run. */
final class TestKeys {
    private TestKeys() {}

    static KeyPair ed25519(long seed) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
            generator.initialize(255, seeded(seed));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    static NoteSigner signer(String name, long seed) {
        return new NoteSigner(name, ed25519(seed));
    }

    private static SecureRandom seeded(long seed) {
        var random = new Random(seed);
        return new SecureRandom() {
            private static final long serialVersionUID = 1L;

            @Override
            public void nextBytes(byte[] bytes) {
                random.nextBytes(bytes);
            }
        };
    }
}
