package org.entente.release;

import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.entente.memorandum.Duties;
import org.entente.memorandum.Grant;
import org.jspecify.annotations.Nullable;

/**
 * The duties that give objects their form under one contract, each with the grant that asks for it (release.md, rules 4 and 9).
 * What one contract with an organisation cuts or makes anonymous is so under all contracts with it; trimming is a contract's own.
 *
 * @param cut the properties at the top of an object that never go, with the grant that says so
 * @param cutMarked the grant that has parts cut under granular markings that bar the whole; null for none
 * @param anonymise the grant that has the source replaced; null for none
 * @param trim this contract's grant, where entries of lists are left out that refer to what is not live; else null
 * @param canonical the grant for which every form to the organisation is in RFC 8785; null where objects go as they came
 */
public record FormRules(
        SortedMap<String, String> cut,
        @Nullable String cutMarked,
        @Nullable String anonymise,
        @Nullable String trim,
        @Nullable String canonical) {
    /** Objects go byte for byte. */
    public static final FormRules NONE = new FormRules(Collections.emptySortedMap(), null, null, null, null);

    public FormRules {
        cut = Collections.unmodifiableSortedMap(new TreeMap<>(cut));
    }

    /**
     * The rules of a contract.
     *
     * @param own its grant
     * @param all the grants of all contracts with the same receiver, its own among them
     */
    public static FormRules of(Grant own, Collection<Grant> all) {
        var cut = new TreeMap<String, String>();
        for (Grant grant : all) {
            grant.duties().cut().forEach(property -> cut.putIfAbsent(property, grant.id()));
        }
        return new FormRules(
                cut,
                first(all, Duties::cutMarked),
                first(all, Duties::anonymise),
                own.duties().trim() ? own.id() : null,
                first(all, Duties::changeForm));
    }

    private static @Nullable String first(Collection<Grant> grants, Predicate<Duties> duty) {
        List<String> ids = grants.stream()
                .filter(grant -> duty.test(grant.duties()))
                .map(Grant::id)
                .sorted()
                .toList();
        return ids.isEmpty() ? null : ids.getFirst();
    }

    /** Whether objects go byte for byte, whatever they hold. */
    public boolean asTheyCame() {
        return canonical == null;
    }
}
