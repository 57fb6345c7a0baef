package org.entente.stix;

import java.util.EnumSet;
import java.util.Set;
import org.entente.stix.pattern.ComparisonExpression;
import org.entente.stix.pattern.ObjectPath;
import org.entente.stix.pattern.ObservationExpression;
import org.entente.stix.pattern.PatternFault;
import org.entente.stix.pattern.PatternReader;
import org.entente.stix.pattern.PatternReading;
import org.jspecify.annotations.Nullable;

/** What the pattern of an indicator breaks (STIX 2.1 sections 4.7.1 and 9). */
final class PatternCheck {
    /** The shortest name of a type or property (section 3.1). */
    private static final int MIN_NAME_CHARS = 3;

    /** What this node does not read or match, though the standard may allow it. */
    private static final Set<PatternFault.Cause> OWN_LIMITS = EnumSet.of(
            PatternFault.Cause.LENGTH,
            PatternFault.Cause.DEPTH,
            PatternFault.Cause.COMPARISONS,
            PatternFault.Cause.PARTS,
            PatternFault.Cause.NUMBER_SIZE,
            PatternFault.Cause.LOOKAROUND,
            PatternFault.Cause.BACKREFERENCE,
            PatternFault.Cause.EXPRESSION,
            PatternFault.Cause.EXPRESSION_SIZE);

    private PatternCheck() {}

    /** The rule that the text breaks, or null. */
    static @Nullable Rule broken(String text) {
        return switch (PatternReader.read(text)) {
            case PatternReading.Unreadable unreadable ->
                OWN_LIMITS.contains(unreadable.fault().cause()) ? Rule.PATTERN_LIMITS : Rule.PATTERN;
            case PatternReading.Read read ->
                !read.valid() || !isNamedWell(read.pattern().expression()) ? Rule.PATTERN : null;
        };
    }

    private static boolean isNamedWell(ObservationExpression expression) {
        return switch (expression) {
            case ObservationExpression.Single single -> isNamedWell(single.comparison());
            case ObservationExpression.And and -> and.parts().stream().allMatch(PatternCheck::isNamedWell);
            case ObservationExpression.Or or -> or.parts().stream().allMatch(PatternCheck::isNamedWell);
            case ObservationExpression.FollowedBy followed ->
                followed.parts().stream().allMatch(PatternCheck::isNamedWell);
            case ObservationExpression.Qualified qualified -> isNamedWell(qualified.part());
        };
    }

    private static boolean isNamedWell(ComparisonExpression expression) {
        return switch (expression) {
            case ComparisonExpression.Test test -> isNamedWell(test.path());
            case ComparisonExpression.Exists exists -> isNamedWell(exists.path());
            case ComparisonExpression.And and -> and.parts().stream().allMatch(PatternCheck::isNamedWell);
            case ComparisonExpression.Or or -> or.parts().stream().allMatch(PatternCheck::isNamedWell);
        };
    }

    /** The names of types and properties have three characters at least; {@code id} alone is shorter. */
    private static boolean isNamedWell(ObjectPath path) {
        return path.type().length() >= MIN_NAME_CHARS
                && path.steps().getFirst() instanceof ObjectPath.Key key
                && (key.name().length() >= MIN_NAME_CHARS || key.name().equals("id"));
    }
}
