package org.entente.stix.pattern;

import java.util.LinkedHashSet;
import java.util.Set;
import org.entente.stix.pattern.ComparisonExpression.And;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.Or;
import org.entente.stix.pattern.ComparisonExpression.Test;

/** The types of the objects for which a comparison expression can hold (STIX 2.1 section 9.5). */
final class ObjectTypes {
    private ObjectTypes() {}

    static Set<String> of(ComparisonExpression expression) {
        return switch (expression) {
            case Test test -> Set.of(test.path().type());
            case Exists exists -> Set.of(exists.path().type());
            case Or or -> {
                Set<String> all = new LinkedHashSet<>();
                or.parts().forEach(part -> all.addAll(of(part)));
                yield all;
            }
            case And and -> {
                Set<String> common = new LinkedHashSet<>(of(and.parts().getFirst()));
                and.parts().forEach(part -> common.retainAll(of(part)));
                yield common;
            }
        };
    }
}
