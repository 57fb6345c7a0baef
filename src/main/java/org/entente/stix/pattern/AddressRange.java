package org.entente.stix.pattern;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IPv4 or IPv6 addresses in CIDR form; one without a prefix is the range of that address alone (STIX 2.1 sections 6.9, 6.10
 * and 9.6.1). Bits behind the prefix do not count.
 */
record AddressRange(byte[] address, int prefix) {
    private static final int IPV4_PARTS = 4;
    private static final int IPV6_GROUPS = 8;

    /** The range, or null where the text is none. */
    static @Nullable AddressRange of(String text) {
        int slash = text.indexOf('/');
        String host = slash < 0 ? text : text.substring(0, slash);
        byte[] address = host.indexOf(':') < 0 ? ipv4(host) : ipv6(host);
        if (address == null) {
            return null;
        }
        int bits = address.length * Byte.SIZE;
        int prefix = slash < 0 ? bits : number(text.substring(slash + 1), 10, 3);
        return prefix < 0 || prefix > bits ? null : new AddressRange(address, prefix);
    }

    boolean contains(AddressRange other) {
        if (address.length != other.address.length || prefix > other.prefix) {
            return false;
        }
        for (int bit = 0; bit < prefix; bit += Byte.SIZE) {
            int left = Math.min(prefix - bit, Byte.SIZE);
            int mask = 0xff << (Byte.SIZE - left);
            if (((address[bit / Byte.SIZE] ^ other.address[bit / Byte.SIZE]) & mask) != 0) {
                return false;
            }
        }
        return true;
    }

    private static byte @Nullable [] ipv4(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != IPV4_PARTS) {
            return null;
        }
        byte[] address = new byte[IPV4_PARTS];
        for (int i = 0; i < IPV4_PARTS; i++) {
            int part = number(parts[i], 10, 3);
            if (part < 0 || part > 0xff || (parts[i].length() > 1 && parts[i].startsWith("0"))) {
                return null;
            }
            address[i] = (byte) part;
        }
        return address;
    }

    private static byte @Nullable [] ipv6(String text) {
        int gap = text.indexOf("::");
        List<Integer> before = groups(gap < 0 ? text : text.substring(0, gap));
        List<Integer> after = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        if (before == null || after == null) {
            return null;
        }
        int missing = IPV6_GROUPS - before.size() - after.size();
        if (gap < 0 ? missing != 0 : missing < 1) {
            return null;
        }
        byte[] address = new byte[2 * IPV6_GROUPS];
        for (int i = 0; i < IPV6_GROUPS; i++) {
            int fromEnd = i - before.size() - missing;
            int group = i < before.size() ? before.get(i) : fromEnd >= 0 ? after.get(fromEnd) : 0;
            address[2 * i] = (byte) (group >> Byte.SIZE);
            address[2 * i + 1] = (byte) group;
        }
        return address;
    }

    /** The groups of 16 bits; the last two may be written as an IPv4 address. */
    private static @Nullable List<Integer> groups(String text) {
        List<Integer> groups = new ArrayList<>();
        if (text.isEmpty()) {
            return groups;
        }
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            byte[] tail = i == parts.length - 1 && parts[i].indexOf('.') >= 0 ? ipv4(parts[i]) : null;
            if (tail != null) {
                groups.add((tail[0] & 0xff) << Byte.SIZE | (tail[1] & 0xff));
                groups.add((tail[2] & 0xff) << Byte.SIZE | (tail[3] & 0xff));
                continue;
            }
            int group = number(parts[i], 16, 4);
            if (group < 0) {
                return null;
            }
            groups.add(group);
        }
        return groups;
    }

    /** A number of that many digits at most, or -1. */
    private static int number(String text, int radix, int maxDigits) {
        if (text.isEmpty() || text.length() > maxDigits) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 0x80 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
