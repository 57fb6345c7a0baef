package org.entente.exchange;

import java.util.Arrays;

/** What the contracts decided of one class of objects: two bits for each contract, by its number. */
record Outcomes(byte[] bits) {
    static final Outcomes NONE = new Outcomes(new byte[0]);

    private static final int WIDTH = 2;
    private static final int IN_A_BYTE = Byte.SIZE / WIDTH;
    private static final int MASK = (1 << WIDTH) - 1;

    Outcome of(int contract) {
        int at = contract / IN_A_BYTE;
        return at >= bits.length ? Outcome.UNDECIDED : Outcome.of((bits[at] >> shift(contract)) & MASK);
    }

    Outcomes with(int contract, Outcome outcome) {
        int at = contract / IN_A_BYTE;
        byte[] now = Arrays.copyOf(bits, Math.max(bits.length, at + 1));
        now[at] = (byte) ((now[at] & ~(MASK << shift(contract))) | (outcome.code() << shift(contract)));
        return new Outcomes(now);
    }

    private static int shift(int contract) {
        return (contract % IN_A_BYTE) * WIDTH;
    }
}
