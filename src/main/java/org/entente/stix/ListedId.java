package org.entente.stix;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** References to the lists of vulnerabilities and attack patterns (STIX 2.1 sections 4.1.1 and 4.19.1). */
final class ListedId {
    private static final int YEAR_DIGITS = 4;
    private static final byte[] CVE = "cve".getBytes(US_ASCII);
    private static final byte[] CAPEC = "capec".getBytes(US_ASCII);
    private static final PropertySpec SOURCE_NAME = MetaTypes.EXTERNAL_REFERENCE.named("source_name");
    private static final PropertySpec EXTERNAL_ID = MetaTypes.EXTERNAL_REFERENCE.named("external_id");

    private ListedId() {}

    /** Checks the external reference that has just been read. */
    static void check(ValueReader values, Findings findings) {
        boolean cve = values.partIs(SOURCE_NAME, CVE);
        if (!cve && !values.partIs(SOURCE_NAME, CAPEC)) {
            return;
        }
        String id = values.ofPart(EXTERNAL_ID);
        if (id == null || (cve ? !isCve(id) : !isCapec(id))) {
            findings.add(Rule.EXTERNAL_ID);
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
