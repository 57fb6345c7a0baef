package org.entente.stix;

/** What kind of marking a marking definition defines (STIX 2.1 section 7.2.1). */
public enum MarkingKind {
    /** One of the predefined marking definitions of TLP 1 or TLP 2, recognised by its id. */
    TLP,
    /** A text that imposes nothing by itself: {@code definition_type} is {@code statement}. */
    STATEMENT,
    /** All else: extensions such as ACS or IEP, and definition types that the standard does not know. */
    OTHER
}
