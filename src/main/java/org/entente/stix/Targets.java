package org.entente.stix;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * What a reference may name: objects of certain types, or of certain kinds. A type that the standard does not define may
 * be of any kind.
 *
 * @param types the types, by name
 * @param kinds the kinds
 * @param observed whether these are the references of observed data, of which one must name an observable
 */
record Targets(List<String> types, Set<Kind> kinds, boolean observed) {
    static final Targets ANY = new Targets(List.of(), EnumSet.complementOf(EnumSet.of(Kind.BUNDLE)), false);
    static final Targets DOMAIN = new Targets(List.of(), EnumSet.of(Kind.DOMAIN), false);
    static final Targets OBSERVABLE = new Targets(List.of(), EnumSet.of(Kind.OBSERVABLE), false);
    static final Targets DOMAIN_OR_OBSERVABLE = new Targets(List.of(), EnumSet.of(Kind.DOMAIN, Kind.OBSERVABLE), false);
    static final Targets OBSERVABLE_OR_RELATIONSHIP =
            new Targets(List.of(), EnumSet.of(Kind.OBSERVABLE, Kind.RELATIONSHIP), true);

    static Targets of(String... types) {
        return new Targets(Arrays.asList(types), EnumSet.noneOf(Kind.class), false);
    }

    boolean accepts(StixId id) {
        for (String type : types) {
            if (id.isOfType(type)) {
                return true;
            }
        }
        if (kinds.isEmpty()) {
            return false;
        }
        ObjectType known = TypeTable.named(id.type());
        return known == null || kinds.contains(known.kind());
    }

    String words() {
        if (!types.isEmpty()) {
            return String.join(", ", types);
        }
        return kinds.size() > 2
                ? "any STIX object"
                : String.join(" or ", kinds.stream().map(Kind::words).toList());
    }
}
