package org.entente.demo;

/** A step of the story did not hold. */
final class DemoFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DemoFailure(String what) {
        super(what);
    }
}
