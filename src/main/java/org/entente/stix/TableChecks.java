package org.entente.stix;

/** The rules over the properties of an object together that need only know which of them are there. */
final class TableChecks {
    private TableChecks() {}

    /** Checks what stands within an object; the place is that of the part that has just been read. */
    static void check(Structure structure, long present, Findings findings) {
        required(structure, present, findings);
        for (Constraint constraint : structure.constraints()) {
            check(constraint, present, findings);
        }
    }

    static void required(Structure structure, long present, Findings findings) {
        if ((structure.required() & ~present) == 0) {
            return;
        }
        for (PropertySpec property : structure.properties()) {
            if (property.required() && (present & property.bit()) == 0 && isPlainlyRequired(property)) {
                findings.add(
                        Rule.REQUIRED, property.name(), Rule.REQUIRED.messageOf(structure.section(), property.name()));
            }
        }
    }

    /** Checks what can be said from the presence alone; the rest is left to {@link ObjectChecks}. */
    static void check(Constraint constraint, long present, Findings findings) {
        switch (constraint) {
            case Constraint.OneOf oneOf -> {
                if (!holds(oneOf, present)) {
                    findings.add(oneOf.rule(), "", oneOf.message());
                }
            }
            case Constraint.NotBoth both -> {
                if ((present & both.one().bit()) != 0 && (present & both.other().bit()) != 0) {
                    findings.add(both.rule(), both.other().name(), both.message());
                }
            }
            case Constraint.Needs needs -> {
                boolean given = (present & needs.given()) == needs.given();
                if (given && (present & needs.wanted().bit()) == 0) {
                    findings.add(needs.rule(), needs.wanted().name(), needs.message());
                }
            }
            case Constraint.Ordered _, Constraint.Judged _ -> {}
        }
    }

    private static boolean holds(Constraint.OneOf oneOf, long present) {
        for (long group : oneOf.groups()) {
            if ((present & group) == group) {
                return true;
            }
        }
        return false;
    }

    /** Whether a property that must be there is asked for by that rule; most common ones have rules of their own. */
    static boolean isPlainlyRequired(PropertySpec property) {
        return !(property.type() instanceof ValueType.Common common) || common.property() == Property.CREATED_BY_REF;
    }
}
