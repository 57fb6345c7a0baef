package org.entente.stix;

import java.util.Set;

/**
 * What is demanded of the keys of a dictionary, beyond STIX 2.1 section 2.3. That section would have them in lower case; each
 * dictionary of the standard has keys of another standard, whose case it keeps.
 */
enum KeyForm {
    /** Names of another standard, whose case is kept. */
    CASE_KEPT,
    /** Language codes (section 7.1.1). */
    LANGUAGE,
    /** Names of properties (sections 3.1 and 7.1.1). */
    PROPERTY_NAME,
    /** Options of sockets (section 6.12.4). */
    SOCKET_OPTION,
    /** Entries of a PDF document information dictionary (section 6.7.4). */
    PDF_INFORMATION;

    private static final Set<String> PDF_KEYS = Set.of(
            "Title", "Author", "Subject", "Keywords", "Creator", "Producer", "CreationDate", "ModDate", "Trapped");

    /** The rule that a key breaks which is not of this form. */
    Rule rule() {
        return switch (this) {
            case CASE_KEPT -> Rule.DICTIONARY_KEY;
            case LANGUAGE -> Rule.LANGUAGE;
            case PROPERTY_NAME -> Rule.NAME_FORM;
            case SOCKET_OPTION, PDF_INFORMATION -> Rule.DICTIONARY_KEY_NAME;
        };
    }

    boolean accepts(String key) {
        return switch (this) {
            case CASE_KEPT -> true;
            case LANGUAGE -> TextForm.isLanguage(key);
            case PROPERTY_NAME -> TextForm.isPropertyName(key);
            case SOCKET_OPTION -> SocketOptions.isName(key);
            case PDF_INFORMATION -> PDF_KEYS.contains(key);
        };
    }
}
