package org.entente.memorandum;

import java.util.List;

/**
 * Any text, to the readers of consents and of signed ones: it is refused with a reason, or what was read reads back from its
 * canonical form as an equal one.
 */
public final class ConsentFuzz {
    private ConsentFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        MemorandumFuzz.check(input, Consent::read, Consent::canonical);
        MemorandumFuzz.check(input, SignedConsent::read, SignedConsent::canonical);
    }

    public static List<byte[]> seeds() {
        Consent consent = SignedConsentTest.CONSENT;
        return List.of(
                consent.canonical(),
                SignedConsentTest.withdrawn(consent).canonical(),
                new SignedConsent(consent, SignedConsentTest.JWS).canonical());
    }
}
