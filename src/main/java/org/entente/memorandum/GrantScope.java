package org.entente.memorandum;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Between which communities a grant runs and for what purpose: properties of the grant, not of objects, so no constraint
 * looks at them. They are part of the signed text and bind the receiver; the giver's node decides no object by them.
 *
 * @param purpose what the receiver may use it for, as ODRL 2.2 means its left operand {@code purpose}; null for any
 * @param fromCommunity the community of the giver that gives; null for the whole organisation
 * @param toCommunity the community of each receiver that receives; null for the whole organisation
 */
public record GrantScope(
        @Nullable String purpose,
        @Nullable String fromCommunity,
        @Nullable String toCommunity) {
    /** The longest of each text, in UTF-16 units. */
    public static final int MAX_LENGTH = 250;

    /** For any purpose, between the organisations as a whole. */
    public static final GrantScope WHOLE = new GrantScope(null, null, null);

    static final Set<String> NAMES = Set.of("purpose", "fromCommunity", "toCommunity");

    static GrantScope read(Element grant) {
        var parts = new Refusal.Collector();
        String purpose = parts.attempt(() -> line(grant.find("purpose")));
        String from = parts.attempt(() -> line(grant.find("fromCommunity")));
        String to = parts.attempt(() -> line(grant.find("toCommunity")));
        parts.finish();
        return new GrantScope(purpose, from, to);
    }

    private static @Nullable String line(@Nullable Element element) {
        return element == null ? null : element.line(MAX_LENGTH);
    }

    void write(ObjectNode grant) {
        put(grant, "purpose", purpose);
        put(grant, "fromCommunity", fromCommunity);
        put(grant, "toCommunity", toCommunity);
    }

    private static void put(ObjectNode grant, String name, @Nullable String value) {
        if (value != null) {
            grant.put(name, value);
        }
    }
}
