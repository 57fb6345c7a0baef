package org.entente.stix.pattern;

import java.util.List;
import org.entente.stix.pattern.ComparisonExpression.And;
import org.entente.stix.pattern.ComparisonExpression.Exists;
import org.entente.stix.pattern.ComparisonExpression.Or;
import org.entente.stix.pattern.ComparisonExpression.Test;
import tools.jackson.databind.JsonNode;

/** A comparison expression made ready: whether it holds for an object at which its paths start (STIX 2.1 section 9.5). */
interface ObjectCheck {
    boolean holds(JsonNode object, Scope scope);

    /** Whether one of the objects of an observation is such an object. */
    default boolean holdsForOne(Scope scope) {
        for (JsonNode object : scope.objects().values()) {
            if (holds(object, scope)) {
                return true;
            }
        }
        return false;
    }

    static ObjectCheck of(ComparisonExpression expression) {
        return switch (expression) {
            case Test test -> {
                ValueTest value = ValueTest.of(test);
                PathWalk walk = new PathWalk(test.path());
                yield (object, scope) -> walk.leads(object, scope, value);
            }
            case Exists(ObjectPath path, boolean negated) -> {
                PathWalk walk = new PathWalk(path);
                ValueTest any = (_, _, _) -> true;
                yield (object, scope) -> walk.startsAt(object) && walk.leads(object, scope, any) != negated;
            }
            case And and -> {
                List<ObjectCheck> parts =
                        and.parts().stream().map(ObjectCheck::of).toList();
                yield (object, scope) -> {
                    for (ObjectCheck part : parts) {
                        if (!part.holds(object, scope)) {
                            return false;
                        }
                    }
                    return true;
                };
            }
            case Or or -> {
                List<ObjectCheck> parts =
                        or.parts().stream().map(ObjectCheck::of).toList();
                yield (object, scope) -> {
                    for (ObjectCheck part : parts) {
                        if (part.holds(object, scope)) {
                            return true;
                        }
                    }
                    return false;
                };
            }
        };
    }
}
