package org.entente.intake;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.entente.intake.Sketch.Fact;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Turns text into the value that the end of a path demands, or finds that it is none. */
final class ValueForm {
    private static final int MAX_PORT = 65_535;
    private static final Pattern IPV4 = Pattern.compile(
            "(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?:/(?:3[0-2]|[12]?\\d))?");
    private static final Pattern IPV6 =
            Pattern.compile("(?<address>[0-9A-Fa-f:.]{2,45})(?:/(?:12[0-8]|1[01]\\d|\\d?\\d))?");
    private static final Pattern GROUP = Pattern.compile("[0-9A-Fa-f]{1,4}");
    private static final int IPV6_GROUPS = 8;
    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(?:[:-][0-9a-f]{2}){5}");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:\\S+");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");
    private static final Pattern HEX = Pattern.compile("[0-9A-Fa-f]+");
    private static final Pattern HASH_KEY = Pattern.compile(".*:hashes\\.'?(?<key>[A-Z0-9-]+)'?");

    /** The number of hexadecimal digits of each hash that has such a form. */
    private static final Map<String, Integer> HEX_DIGITS = Map.ofEntries(
            Map.entry("MD5", 32),
            Map.entry("SHA-1", 40),
            Map.entry("SHA-224", 56),
            Map.entry("SHA-256", 64),
            Map.entry("SHA-384", 96),
            Map.entry("SHA-512", 128),
            Map.entry("SHA-512-224", 56),
            Map.entry("SHA-512-256", 64),
            Map.entry("SHA3-224", 56),
            Map.entry("SHA3-256", 64),
            Map.entry("SHA3-384", 96),
            Map.entry("SHA3-512", 128));

    private static final Map<String, String> HIVES = Map.of(
            "HKLM", "HKEY_LOCAL_MACHINE",
            "HKCC", "HKEY_CURRENT_CONFIG",
            "HKCR", "HKEY_CLASSES_ROOT",
            "HKCU", "HKEY_CURRENT_USER",
            "HKU", "HKEY_USERS");

    private static final List<String> TIMES = List.of(
            ":ctime",
            ":mtime",
            ":atime",
            ":created_time",
            ":modified_time",
            ":date",
            ":validity_not_before",
            ":validity_not_after");

    private ValueForm() {}

    /** The statement that a text makes at the end of a path, or null. An ip-addr in it becomes of its version. */
    static @Nullable Fact fact(String path, String text) {
        String value = text.strip();
        if (value.isEmpty()) {
            return null;
        }
        if (path.contains("ip-addr")) {
            String version = addressType(value);
            return version == null ? null : Fact.of(path.replace("ip-addr", version), value);
        }
        if (path.endsWith("_port")) {
            return number(path, value, MAX_PORT);
        }
        if (path.endsWith(":pid") || path.endsWith(":size") || path.endsWith("_exponent")) {
            return number(path, value, Integer.MAX_VALUE);
        }
        if (path.equals("autonomous-system:number")) {
            String bare = value.toUpperCase(Locale.ROOT).startsWith("AS") ? value.substring(2) : value;
            return number(path, bare, Integer.MAX_VALUE);
        }
        if (TIMES.stream().anyMatch(path::endsWith)) {
            return time(path, value);
        }
        if (path.contains(":hashes.")) {
            return isHash(path, value) ? Fact.of(path, value) : null;
        }
        return text(path, value);
    }

    private static @Nullable Fact text(String path, String value) {
        if (path.endsWith("mac-addr:value")) {
            String lower = value.toLowerCase(Locale.ROOT);
            return MAC.matcher(lower).matches() ? Fact.of(path, lower.replace('-', ':')) : null;
        }
        if (path.equals("windows-registry-key:key")) {
            return Fact.of(path, expandedHive(value));
        }
        boolean good = true;
        if (path.endsWith("domain-name:value") || path.endsWith("/domain-name.value")) {
            good = value.chars().noneMatch(c -> c <= ' ' || c == '/' || c == ':' || c == '@');
        } else if (path.endsWith("email-addr:value") || path.endsWith("/email-addr.value")) {
            int at = value.indexOf('@');
            good = at > 0 && at < value.length() - 1 && value.chars().noneMatch(Character::isWhitespace);
        } else if (path.equals("url:value")) {
            good = URL.matcher(value).matches();
        }
        return good ? Fact.of(path, path.endsWith(":protocols[*]") ? value.toLowerCase(Locale.ROOT) : value) : null;
    }

    /** STIX 2.1 section 6.17.1: the hive must be written in full. */
    private static String expandedHive(String key) {
        int end = key.indexOf('\\') < 0 ? key.length() : key.indexOf('\\');
        String hive = HIVES.get(key.substring(0, end).toUpperCase(Locale.ROOT));
        return hive == null ? key : hive + key.substring(end);
    }

    /** The type of the object for an address or a network, or null where the text is neither. */
    static @Nullable String addressType(String text) {
        if (IPV4.matcher(text).matches()) {
            return "ipv4-addr";
        }
        var six = IPV6.matcher(text);
        return six.matches() && isIpv6(six.group("address")) ? "ipv6-addr" : null;
    }

    /** The text forms of RFC 4291 section 2.2: eight groups, of which one run of zeros may be left out. */
    private static boolean isIpv6(String address) {
        int gap = address.indexOf("::");
        if (gap < 0) {
            return groups(address, true) == IPV6_GROUPS;
        }
        int before = groups(address.substring(0, gap), false);
        int after = groups(address.substring(gap + 2), true);
        return before >= 0 && after >= 0 && before + after < IPV6_GROUPS;
    }

    /** The number of groups between colons, where an IPv4 address at the end counts as two; -1 where a group is none. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] groups = text.split(":", -1);
        int last = groups.length - 1;
        boolean mixed = mayEndInIpv4 && groups[last].indexOf('.') >= 0;
        for (int i = 0; i < (mixed ? last : groups.length); i++) {
            if (!GROUP.matcher(groups[i]).matches()) {
                return -1;
            }
        }
        if (!mixed) {
            return groups.length;
        }
        boolean whole =
                groups[last].indexOf('/') < 0 && IPV4.matcher(groups[last]).matches();
        return whole ? groups.length + 1 : -1;
    }

    private static boolean isHash(String path, String value) {
        var key = HASH_KEY.matcher(path);
        Integer digits = key.matches() ? HEX_DIGITS.get(key.group("key")) : null;
        return digits == null || (value.length() == digits && HEX.matcher(value).matches());
    }

    private static @Nullable Fact number(String path, String text, int most) {
        if (!NUMBER.matcher(text).matches()) {
            return null;
        }
        int number = Integer.parseInt(text);
        return number > most ? null : Fact.of(path, number);
    }

    private static @Nullable Fact time(String path, String value) {
        ObjectNode holder = JsonInput.object().put("time", value);
        String time = MispText.time(holder, "time");
        String fallback = time != null ? time : MispText.date(holder, "time");
        return fallback == null ? null : Fact.of(path, fallback);
    }
}
