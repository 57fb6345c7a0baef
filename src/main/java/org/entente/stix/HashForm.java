package org.entente.stix;

/** The forms of hashes by their algorithm (STIX 2.1 sections 2.7 and 10.7). */
final class HashForm {
    private HashForm() {}

    /** Whether the hash can be one of that algorithm; any text can where the algorithm is not of the vocabulary. */
    static boolean accepts(String algorithm, String hash) {
        return switch (algorithm) {
            case "MD5" -> isHex(hash, 32);
            case "SHA-1" -> isHex(hash, 40);
            case "SHA-256", "SHA3-256" -> isHex(hash, 64);
            case "SHA-512", "SHA3-512" -> isHex(hash, 128);
            case "SSDEEP" -> isFuzzy(hash);
            case "TLSH" -> isHex(hash.startsWith("T1") ? hash.substring(2) : hash, 70);
            default -> true;
        };
    }

    private static boolean isHex(String text, int length) {
        boolean good = text.length() == length;
        for (int i = 0; i < length && good; i++) {
            char c = text.charAt(i);
            good = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
        }
        return good;
    }

    /** A block size and two hashes in the letters of base64, with colons between. */
    private static boolean isFuzzy(String text) {
        int first = text.indexOf(':');
        int second = text.indexOf(':', first + 1);
        boolean good = first > 0 && second > first;
        for (int i = 0; i < text.length() && good; i++) {
            char c = text.charAt(i);
            boolean digit = c >= '0' && c <= '9';
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '+' || c == '/';
            good = digit || (i > first && letter) || i == first || i == second;
        }
        return good;
    }
}
