package org.entente.stix.pattern;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.entente.stix.pattern.ComparisonExpression.Operator;
import org.entente.stix.pattern.ComparisonExpression.Test;

/** The form of hashes by the name of their algorithm (STIX 2.1 sections 2.7 and 10.7). */
final class HashForm {
    private static final Map<String, Integer> HEX_DIGITS = Map.of(
            "MD5", 32,
            "SHA1", 40,
            "SHA224", 56,
            "SHA256", 64,
            "SHA384", 96,
            "SHA512", 128,
            "SHA3256", 64,
            "SHA3512", 128);

    private HashForm() {}

    /** Whether what is compared with a hash is one; true for what is compared with anything else. */
    static boolean fits(Test test) {
        List<ObjectPath.Step> steps = test.path().steps();
        boolean whole = test.operator() == Operator.EQUAL
                || test.operator() == Operator.NOT_EQUAL
                || test.operator() == Operator.IN;
        if (!whole
                || !steps.contains(new ObjectPath.Key("hashes"))
                || !(steps.getLast() instanceof ObjectPath.Key(String name))) {
            return true;
        }
        Integer digits =
                HEX_DIGITS.get(name.toUpperCase(Locale.ROOT).replace("-", "").replace("_", ""));
        return digits == null
                || test.constants().stream()
                        .allMatch(constant -> constant instanceof Constant.Text(String hash)
                                && hash.length() == digits
                                && hash.chars().allMatch(c -> c < 0x80 && Character.digit(c, 16) >= 0));
    }
}
