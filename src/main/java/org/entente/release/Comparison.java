package org.entente.release;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.memorandum.Contract;
import org.entente.memorandum.Grant;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one memorandum says differently from another, clause by clause. Every property of the signed text is looked at, so
 * nothing that is signed can differ unseen; of each grant that is in both it is said what the difference does.
 *
 * @param differences in the order of the documents; empty where they say the same
 */
public record Comparison(List<Difference> differences) {
    private static final JsonMapper JSON = new JsonMapper();

    public Comparison {
        differences = List.copyOf(differences);
    }

    /**
     * One difference.
     *
     * @param clause the grant, or {@code memorandum} for what stands beside the grants
     * @param part the property that differs; empty where the whole clause was added or left out
     * @param before its JSON text in the first memorandum, null where it is not there
     * @param after its JSON text in the second, null where it is not there
     */
    public record Difference(
            String clause,
            String part,
            @Nullable String before,
            @Nullable String after) {}

    /** What differs between two memoranda, of one or of two parties' making. */
    public static Comparison of(Memorandum before, Memorandum after) {
        JsonNode one = JSON.readTree(before.canonical());
        JsonNode other = JSON.readTree(after.canonical());
        List<Difference> differences = new ArrayList<>();
        parts("memorandum", one, other, Set.of("grants"), differences);
        Map<String, JsonNode> grants = byId(one.path("grants"));
        Map<String, JsonNode> others = byId(other.path("grants"));
        Set<String> ids = new LinkedHashSet<>(grants.keySet());
        ids.addAll(others.keySet());
        for (String id : ids) {
            JsonNode grant = grants.get(id);
            JsonNode changed = others.get(id);
            if (grant == null || changed == null) {
                differences.add(new Difference("grant " + id, "", text(grant), text(changed)));
            } else {
                parts("grant " + id, grant, changed, Set.of(), differences);
            }
        }
        return new Comparison(differences);
    }

    private static Map<String, JsonNode> byId(JsonNode grants) {
        Map<String, JsonNode> byId = new LinkedHashMap<>();
        grants.forEach(grant -> byId.put(grant.path("id").asString(), grant));
        return byId;
    }

    private static void parts(
            String clause, JsonNode one, JsonNode other, Set<String> without, List<Difference> differences) {
        Set<String> names = new LinkedHashSet<>(one.propertyNames());
        names.addAll(other.propertyNames());
        names.removeAll(without);
        for (String name : names) {
            String before = text(one.get(name));
            String after = text(other.get(name));
            if (before == null || !before.equals(after)) {
                differences.add(new Difference(clause, name, before, after));
            }
        }
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        return node == null ? null : node.toString();
    }

    /** What an amendment does to what may go under a contract that both memoranda have. */
    public enum Effect {
        /** Exactly the same objects may go. */
        SAME,
        /** Fewer may go, and none that could not before. */
        NARROWER,
        /** More may go, and all that could before. */
        WIDER,
        /** Some that could go no longer may, and some may that could not. */
        DIFFERENT,
        /** There are more kinds of objects than are looked at. */
        UNDECIDED
    }

    /**
     * What the second memorandum lets go compared with the first, over all objects that there could be.
     *
     * @param gained an object that may go now and could not before, or null
     * @param lost an object that could go before and no longer may, or null
     */
    public record Reach(
            Contract contract,
            Effect effect,
            @Nullable Facets gained,
            @Nullable Facets lost) {}

    /** The reach of every contract that both have, as if both were in force and there were no house rules. */
    public static List<Reach> reaches(Memorandum before, Memorandum after) {
        List<Reach> reaches = new ArrayList<>();
        for (Contract contract : after.contracts()) {
            Grant grant = before.grant(contract.grant());
            for (Contract old : before.contracts()) {
                if (grant != null
                        && old.grant().equals(contract.grant())
                        && old.giver().equals(contract.giver())
                        && old.receiver().equals(contract.receiver())) {
                    reaches.add(reach(
                            contract,
                            Terms.of(before, old, true, HouseRules.NONE),
                            Terms.of(after, contract, true, HouseRules.NONE)));
                }
            }
        }
        return reaches;
    }

    private static Reach reach(Contract contract, Terms before, Terms after) {
        Proof gains = Prove.within(after, before);
        Proof loses = Prove.within(before, after);
        Facets gained = gains instanceof Proof.Fails(var example, var _) ? example : null;
        Facets lost = loses instanceof Proof.Fails(var example, var _) ? example : null;
        Effect effect;
        if (gains instanceof Proof.Undecided || loses instanceof Proof.Undecided) {
            effect = Effect.UNDECIDED;
        } else if (gained == null) {
            effect = lost == null ? Effect.SAME : Effect.NARROWER;
        } else {
            effect = lost == null ? Effect.WIDER : Effect.DIFFERENT;
        }
        return new Reach(contract, effect, gained, lost);
    }
}
