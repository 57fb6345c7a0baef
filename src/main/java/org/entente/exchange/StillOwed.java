package org.entente.exchange;

/**
 * A command reaches a feed that is still owed entries of earlier ones, which come before its own (release.md rule 13): they are
 * given first, and the command is decided again. It never leaves the writer.
 */
final class StillOwed extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int contract;

    StillOwed(int contract) {
        super("A feed is owed entries of an earlier command.", null, false, false);
        this.contract = contract;
    }

    int contract() {
        return contract;
    }
}
