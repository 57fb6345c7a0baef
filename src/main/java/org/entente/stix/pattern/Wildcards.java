package org.entente.stix.pattern;

/**
 * What LIKE asks for (STIX 2.1 section 9.6.1): {@code %} stands for any number of characters, {@code _} for one; the whole
 * value has to fit. Characters are code points. The time is at most that of both lengths multiplied.
 */
final class Wildcards {
    private final int[] wanted;

    Wildcards(String wanted) {
        this.wanted = wanted.codePoints().toArray();
    }

    boolean match(String text) {
        int[] value = text.codePoints().toArray();
        int at = 0;
        int i = 0;
        int percent = -1;
        int resume = 0;
        while (i < value.length) {
            if (at < wanted.length && wanted[at] == '%') {
                percent = at++;
                resume = i;
            } else if (at < wanted.length && (wanted[at] == '_' || wanted[at] == value[i])) {
                at++;
                i++;
            } else if (percent >= 0) {
                // Only the last percent sign has to take more: what stood before it fits as early as it can.
                at = percent + 1;
                i = ++resume;
            } else {
                return false;
            }
        }
        while (at < wanted.length && wanted[at] == '%') {
            at++;
        }
        return at == wanted.length;
    }
}
