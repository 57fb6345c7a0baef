package org.entente.stix;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The forms that properties demand of their strings. */
enum StringForm {
    /** Any string. */
    PLAIN(null, "any"),
    LANGUAGE(Rule.LANGUAGE, "language code"),
    CHARACTER_SET(Rule.CHARACTER_SET, "character set"),
    CPE(Rule.CPE, "CPE 2.3"),
    URL(Rule.URL, "URL"),
    IPV4(Rule.IPV4, "IPv4 address or range"),
    IPV6(Rule.IPV6, "IPv6 address or range"),
    MAC(Rule.MAC, "MAC address"),
    DOMAIN_NAME(Rule.DOMAIN_NAME, "domain name"),
    EMAIL_ADDRESS(Rule.EMAIL_ADDRESS, "address without display name"),
    REGISTRY_KEY(Rule.REGISTRY_HIVE, "key with its whole hive"),
    RELATIONSHIP_TYPE(Rule.RELATIONSHIP_TYPE, "a-z, 0-9 and hyphen"),
    PROPERTY_NAME(Rule.NAME_FORM, "property name"),
    COUNTRY(Rule.COUNTRY, "ISO 3166-1 alpha-2"),
    MEDIA_TYPE(Rule.MEDIA_TYPE, "media type"),
    PROTOCOL(Rule.PROTOCOL, "protocol name"),
    PRIORITY_CLASS(Rule.PRIORITY_CLASS, "ends with _CLASS"),
    KILL_CHAIN_NAME(Rule.KILL_CHAIN_NAME, "lower case with hyphens"),
    PRODUCT(Rule.PRODUCT_NAME, "lower case with hyphens");

    /** Observed values that are made unclickable where an object says that it is defanged. */
    private static final Set<StringForm> DEFANGABLE = Set.of(URL, IPV4, IPV6, DOMAIN_NAME, EMAIL_ADDRESS);

    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private static final List<String> MEDIA_TYPES = List.of(
            "application",
            "audio",
            "example",
            "font",
            "haptics",
            "image",
            "message",
            "model",
            "multipart",
            "text",
            "video");

    private final @Nullable Rule rule;
    private final String words;

    StringForm(@Nullable Rule rule, String words) {
        this.rule = rule;
        this.words = words;
    }

    /** The rule that a string breaks which is not of this form; null where every string is. */
    @Nullable
    Rule rule() {
        return rule;
    }

    String words() {
        return words;
    }

    /** Whether the form need not be kept where the object is defanged. */
    boolean defangable() {
        return DEFANGABLE.contains(this);
    }

    boolean accepts(String text) {
        return switch (this) {
            case PLAIN -> true;
            case LANGUAGE -> TextForm.isLanguage(text);
            case CHARACTER_SET -> CharacterSets.isName(text);
            case CPE -> TextForm.isCpe(text);
            case URL -> AddressForm.isUrl(text);
            case IPV4 -> AddressForm.isIpv4(text);
            case IPV6 -> AddressForm.isIpv6(text);
            case MAC -> AddressForm.isMac(text);
            case DOMAIN_NAME -> AddressForm.isDomainName(text);
            case EMAIL_ADDRESS -> AddressForm.isEmailAddress(text);
            case REGISTRY_KEY -> !TextForm.hasShortHive(text);
            case RELATIONSHIP_TYPE -> TextForm.isRelationshipType(text);
            case PROPERTY_NAME -> TextForm.isPropertyName(text);
            case COUNTRY -> COUNTRIES.contains(text.toUpperCase(Locale.ROOT));
            case MEDIA_TYPE -> isMediaType(text);
            case PROTOCOL -> TextForm.isProtocol(text);
            case PRIORITY_CLASS -> text.endsWith("_CLASS");
            case KILL_CHAIN_NAME, PRODUCT -> TextForm.isLowerWords(text);
        };
    }

    private static boolean isMediaType(String text) {
        int slash = text.indexOf('/');
        if (slash < 0 || slash == text.length() - 1) {
            return false;
        }
        return MEDIA_TYPES.contains(text.substring(0, slash).toLowerCase(Locale.ROOT));
    }
}
