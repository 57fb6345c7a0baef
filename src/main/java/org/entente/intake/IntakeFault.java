package org.entente.intake;

/** Ends the conversion of a document within this room; outside it is {@link Conversion.Refused}. */
final class IntakeFault extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Remark reason;

    IntakeFault(Loss loss, String path) {
        super(loss.sentence(), null, false, false);
        this.reason = Remark.of(loss, path);
    }

    Remark reason() {
        return reason;
    }
}
