package org.entente.stix;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The levels of the Traffic Light Protocol, from the least to the most strict, so that the natural order is strictness.
 *
 * <p>Markings are recognised by the ids that STIX 2.1 section 7.2.1.4 predefines for TLP 1 and OASIS' extension for
 * TLP 2; WHITE of TLP 1 is CLEAR.
 */
public enum Tlp {
    CLEAR("clear"),
    GREEN("green"),
    AMBER("amber"),
    AMBER_STRICT("amber+strict"),
    RED("red");

    private static final Map<String, Tlp> BY_MARKING = Map.of(
            "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9", CLEAR,
            "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da", GREEN,
            "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82", AMBER,
            "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed", RED,
            "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487", CLEAR,
            "marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb", GREEN,
            "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421", AMBER,
            "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003", AMBER_STRICT,
            "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1", RED);

    private final String text;

    Tlp(String text) {
        this.text = text;
    }

    /** The level as TLP 2 writes it, in lower case and without a prefix: {@code amber+strict}. */
    public String text() {
        return text;
    }

    /** The level of a predefined marking definition, or null for any other marking. */
    public static @Nullable Tlp ofMarking(StixId marking) {
        return BY_MARKING.get(marking.value());
    }

    /** Whether this is the id of one of the nine predefined marking definitions of TLP 1 and TLP 2. */
    public static boolean isPredefined(StixId marking) {
        return marking.isOfType("marking-definition") && BY_MARKING.containsKey(marking.value());
    }

    /** The level of that name, in any case, with or without the prefix {@code TLP:}; {@code white} is CLEAR; else null. */
    public static @Nullable Tlp parse(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        String bare = lower.startsWith("tlp:") ? lower.substring("tlp:".length()) : lower;
        if (bare.equals("white")) {
            return CLEAR;
        }
        for (Tlp level : values()) {
            if (level.text.equals(bare)) {
                return level;
            }
        }
        return null;
    }

    /** The stricter of two levels, where null is none. */
    public static @Nullable Tlp strictest(@Nullable Tlp one, @Nullable Tlp other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The strictest level among these markings, or null where none of them is a predefined TLP marking. */
    public static @Nullable Tlp strictest(List<StixId> markings) {
        Tlp strictest = null;
        for (StixId marking : markings) {
            strictest = strictest(strictest, ofMarking(marking));
        }
        return strictest;
    }
}
