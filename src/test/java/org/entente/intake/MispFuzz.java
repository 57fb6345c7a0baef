package org.entente.intake;

/** Any bytes as a document of Misp: see {@link ConversionInvariants}. */
public final class MispFuzz {
    private MispFuzz() {}

    /** What a fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        ConversionInvariants.check(Misp.read(data), Misp.read(data));
    }
}
