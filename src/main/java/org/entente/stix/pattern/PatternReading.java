package org.entente.stix.pattern;

import java.util.List;

/** What came of reading a pattern. */
public sealed interface PatternReading {
    /** Whether the text is a pattern that breaks no rule. */
    boolean valid();

    /**
     * A pattern that can be matched.
     *
     * @param remarks what is wrong or strange with it, in the order of the text; never unreadable ones
     */
    record Read(Pattern pattern, List<PatternFault> remarks) implements PatternReading {
        public Read {
            remarks = List.copyOf(remarks);
        }

        @Override
        public boolean valid() {
            return remarks.stream().noneMatch(fault -> fault.cause().weight() == PatternFault.Weight.ERROR);
        }
    }

    /** No pattern; it matches nothing (section 9.4). */
    record Unreadable(PatternFault fault) implements PatternReading {
        @Override
        public boolean valid() {
            return false;
        }
    }
}
