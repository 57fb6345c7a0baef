package org.entente.cli.conformance;

/** The chapters of the suite, in the order in which they run. */
public enum Chapter {
    DISCOVERY("Discovery"),
    ACCESS("Access"),
    NEGOTIATION("Media types"),
    COLLECTIONS("Collections"),
    READING("Reading"),
    FILTERS("Filters"),
    PAGING("Paging"),
    WRITING("Writing"),
    DELETING("Deleting"),
    ERRORS("Errors");

    private final String heading;

    Chapter(String heading) {
        this.heading = heading;
    }

    /** The chapter as a person reads it. */
    public String heading() {
        return heading;
    }

    /** A case whose sentence obliges a server. */
    Case must(String id, String title, String section, String sentence, Case.Check check) {
        return new Case(id, this, Level.MUST, title, section, sentence, null, check);
    }

    /** A case whose sentence recommends or allows; whoever does otherwise conforms all the same. */
    Case advice(String id, String title, String section, String sentence, Case.Check check) {
        return new Case(id, this, Level.ADVICE, title, section, sentence, null, check);
    }
}
