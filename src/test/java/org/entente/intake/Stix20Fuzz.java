package org.entente.intake;

/** Any bytes as a document of Stix20: see {@link ConversionInvariants}. */
public final class Stix20Fuzz {
    private Stix20Fuzz() {}

    /** What a fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        ConversionInvariants.check(Stix20.read(data), Stix20.read(data));
    }
}
