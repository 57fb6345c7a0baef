package org.entente.taxii;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The media types of TAXII 2.1 (section 1.6.8) and which of them a client accepts (RFC 9110 section 12.5.1). */
final class Media {
    static final String TAXII = "application/taxii+json;version=2.1";
    static final String STIX = "application/stix+json;version=2.1";
    static final String TEXT = "text/plain; charset=utf-8";
    static final String BYTES = "application/octet-stream";

    private static final String TAXII_ANY = "application/taxii+json";
    private static final String STIX_ANY = "application/stix+json";
    private static final String VERSION = "version=2.1";

    private Media() {}

    /**
     * Whether the value of an Accept header takes TAXII 2.1. The bare type means the newest version, which is this one. Where
     * several ranges fit, the most specific one decides, and a weight of zero refuses.
     */
    static boolean acceptsTaxii(@Nullable String accept) {
        if (accept == null || accept.isBlank()) {
            return true;
        }
        int best = 0;
        boolean accepted = false;
        for (String range : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            int precision = precision(parts);
            boolean wanted = !isZero(parts);
            if (precision > best) {
                best = precision;
                accepted = wanted;
            } else if (precision == best && precision > 0) {
                accepted |= wanted;
            }
        }
        return accepted;
    }

    /** Whether a Content-Type says TAXII 2.1; a space after the semicolon and quotes make no difference. */
    static boolean isTaxii(@Nullable String contentType) {
        return contentType != null
                && precision(contentType.toLowerCase(Locale.ROOT).split(";", -1)) >= BARE;
    }

    /** Whether a Content-Type says STIX 2.1, written in any of these ways. */
    static boolean isStix(@Nullable String contentType) {
        if (contentType == null) {
            return false;
        }
        String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
        return parts[0].strip().equals(STIX_ANY) && versionPrecision(parts) >= BARE;
    }

    private static final int ANY = 1;
    private static final int ANY_APPLICATION = 2;
    private static final int BARE = 3;
    private static final int VERSIONED = 4;

    /** How precisely a range names TAXII 2.1; 0 when it names something else. */
    private static int precision(String[] parts) {
        return switch (parts[0].strip()) {
            case "*/*" -> ANY;
            case "application/*" -> ANY_APPLICATION;
            case TAXII_ANY -> versionPrecision(parts);
            default -> 0;
        };
    }

    private static int versionPrecision(String[] parts) {
        int precision = BARE;
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().replace("\"", "");
            if (parameter.equals(VERSION)) {
                precision = VERSIONED;
            } else if (parameter.startsWith("version=")) {
                return 0;
            }
        }
        return precision;
    }

    private static boolean isZero(String[] parts) {
        for (int i = 1; i < parts.length; i++) {
            if (parts[i].strip().matches("q=0(\\.0{0,3})?")) {
                return true;
            }
        }
        return false;
    }
}
