package org.entente.memorandum;

import org.entente.stix.Pap;
import org.entente.stix.Tlp;

/** What the parties agreed that a marking means for release. */
public sealed interface MarkingClass {
    /** The marking does not stand in the way. */
    record NonRestrictive() implements MarkingClass {}

    /** Nothing that carries the marking is released under this memorandum. */
    record Restrictive() implements MarkingClass {}

    /** The marking counts as this TLP level; the strictest level of an object decides. */
    record AsTlp(Tlp level) implements MarkingClass {}

    /** The marking counts as this PAP level; the strictest level of an object decides. */
    record AsPap(Pap level) implements MarkingClass {}
}
