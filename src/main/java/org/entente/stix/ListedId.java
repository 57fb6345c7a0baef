package org.entente.stix;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** References to the lists of vulnerabilities and attack patterns (STIX 2.1 sections 4.1.1 and 4.19.1). */
final class ListedId {
    private static final int YEAR_DIGITS = 4;

    private ListedId() {}

    /** Checks the external reference that began at this place and has just been read. */
    static void check(JsonScanner json, int start, Findings findings) {
        byte[] bytes = Arrays.copyOfRange(json.in, start, json.pos);
        String source = member(bytes, "source_name");
        String id = member(bytes, "external_id");
        boolean good = source == null
                || switch (source) {
                    case "cve" -> id != null && isCve(id);
                    case "capec" -> id != null && isCapec(id);
                    default -> true;
                };
        if (!good) {
            findings.add(Rule.EXTERNAL_ID);
        }
    }

    private static @Nullable String member(byte[] reference, String name) {
        JsonScanner json = new JsonScanner(reference, Limits.MAX_DEPTH, reference.length);
        try {
            return json.openObject() && json.findAhead(name) ? json.text() : null;
        } catch (JsonFault fault) {
            throw new IllegalStateException("a reference that was read is not well-formed", fault);
        }
    }

    private static boolean isCapec(String id) {
        return id.startsWith("CAPEC-") && isDigits(id, "CAPEC-".length(), id.length(), 1);
    }

    private static boolean isCve(String id) {
        int year = "CVE-".length();
        int number = year + YEAR_DIGITS + 1;
        return id.startsWith("CVE-")
                && id.length() > number
                && id.charAt(number - 1) == '-'
                && isDigits(id, year, number - 1, YEAR_DIGITS)
                && isDigits(id, number, id.length(), 4);
    }

    private static boolean isDigits(String text, int from, int to, int least) {
        boolean good = to - from >= least;
        for (int i = from; i < to && good; i++) {
            good = text.charAt(i) >= '0' && text.charAt(i) <= '9';
        }
        return good;
    }
}
