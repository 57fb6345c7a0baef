package org.entente.memorandum;

import java.time.Instant;
import java.time.Period;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.entente.memorandum.Duties.Attribution;
import org.entente.memorandum.Duties.Onward;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of duties, drawn at {@link Duties}. */
final class DutiesJson {
    private static final Set<String> NAMES = Set.of(
            "cut",
            "cutMarked",
            "trim",
            "anonymise",
            "embargoUntil",
            "approval",
            "retainFor",
            "deleteAtEnd",
            "onward",
            "attribution");

    /** What makes an object what it is can be cut by nobody (STIX 2.1 section 3.2), nor can what marks it. */
    private static final Set<String> NEVER_CUT = Set.of(
            "type", "spec_version", "id", "created", "modified", "revoked", "object_marking_refs", "granular_markings");

    private static final Pattern PROPERTY_NAME = Pattern.compile("[a-z0-9_]{3,250}");
    private static final Pattern DAYS = Pattern.compile("P[1-9][0-9]{0,4}D");

    private DutiesJson() {}

    static Duties read(@Nullable Element element) {
        if (element == null) {
            return Duties.NONE;
        }
        element.object(Set.of(), NAMES);
        if (element.node().isEmpty()) {
            throw element.refuse("empty-list", "Duties that ask for nothing are left out.");
        }
        var parts = new Refusal.Collector();
        List<String> cut = parts.attempt(() -> cut(element.find("cut")));
        Boolean cutMarked = parts.attempt(() -> flag(element.find("cutMarked")));
        Boolean trim = parts.attempt(() -> flag(element.find("trim")));
        Boolean anonymise = parts.attempt(() -> flag(element.find("anonymise")));
        Instant embargo = parts.attempt(() -> embargo(element.find("embargoUntil")));
        Integer approvals = parts.attempt(() -> approvals(element.find("approval")));
        Period retention = parts.attempt(() -> retention(element.find("retainFor")));
        Boolean deleteAtEnd = parts.attempt(() -> flag(element.find("deleteAtEnd")));
        Onward onward = parts.attempt(() -> named(element.find("onward"), Onward.values(), Onward::text));
        Attribution attribution =
                parts.attempt(() -> named(element.find("attribution"), Attribution.values(), Attribution::text));
        parts.finish();
        if (Boolean.TRUE.equals(anonymise) && attribution == Attribution.REQUIRED) {
            throw element.get("attribution").refuse("contradiction", "Who is anonymised cannot be attributed.");
        }
        return new Duties(
                cut == null ? List.of() : cut,
                Boolean.TRUE.equals(cutMarked),
                Boolean.TRUE.equals(trim),
                Boolean.TRUE.equals(anonymise),
                embargo,
                approvals == null ? 0 : approvals,
                retention,
                Boolean.TRUE.equals(deleteAtEnd),
                onward,
                attribution);
    }

    private static @Nullable List<String> cut(@Nullable Element element) {
        return element == null ? null : element.distinct(1, Duties.MAX_CUT, DutiesJson::property, name -> name);
    }

    private static String property(Element element) {
        String name = element.line(250);
        if (!PROPERTY_NAME.matcher(name).matches()) {
            throw element.refuse(
                    "bad-property",
                    "The name of a property has three or more lower-case letters, digits and underscores.");
        }
        if (NEVER_CUT.contains(name)) {
            throw element.refuse(
                    "bad-property", "This property makes the object what it is, or marks it, and cannot be cut.");
        }
        return name;
    }

    private static @Nullable Boolean flag(@Nullable Element element) {
        if (element == null) {
            return null;
        }
        if (!element.node().isBoolean() || !element.node().booleanValue()) {
            throw element.refuse("wrong-type", "Only true is allowed here; a duty that does not hold is left out.");
        }
        return true;
    }

    private static @Nullable Instant embargo(@Nullable Element element) {
        return element == null ? null : element.instant();
    }

    private static @Nullable Integer approvals(@Nullable Element element) {
        if (element == null) {
            return null;
        }
        int count = element.node().isInt() ? element.node().intValue() : 0;
        if (count < 1 || count > Duties.MAX_APPROVALS) {
            throw element.refuse("bad-count", "One releaser approves, or two.");
        }
        return count;
    }

    @SuppressWarnings("JavaPeriodGetDays") // The form that was matched has days alone.
    private static @Nullable Period retention(@Nullable Element element) {
        if (element == null) {
            return null;
        }
        String text = element.line(100);
        int days = DAYS.matcher(text).matches() ? Integer.parseInt(text.substring(1, text.length() - 1)) : 0;
        if (days < 1 || days > Duties.MAX_RETENTION_DAYS) {
            throw element.refuse("bad-retention", "A retention is written in days, like P90D, up to P36500D.");
        }
        return Period.ofDays(days);
    }

    private static <T> @Nullable T named(@Nullable Element element, T[] values, Function<T, String> text) {
        if (element == null) {
            return null;
        }
        String name = element.line(100);
        for (T value : values) {
            if (text.apply(value).equals(name)) {
                return value;
            }
        }
        throw element.refuse("unknown-value", "This duty does not have that value.");
    }

    static void write(ObjectNode grant, Duties duties) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!duties.cut().isEmpty()) {
            ArrayNode cut = node.putArray("cut");
            duties.cut().forEach(cut::add);
        }
        flag(node, "cutMarked", duties.cutMarked());
        flag(node, "trim", duties.trim());
        flag(node, "anonymise", duties.anonymise());
        if (duties.embargoUntil() != null) {
            node.put("embargoUntil", duties.embargoUntil().toString());
        }
        if (duties.approvals() > 0) {
            node.put("approval", duties.approvals());
        }
        if (duties.retainFor() != null) {
            node.put("retainFor", duties.retainFor().toString());
        }
        flag(node, "deleteAtEnd", duties.deleteAtEnd());
        if (duties.onward() != null) {
            node.put("onward", duties.onward().text());
        }
        if (duties.attribution() != null) {
            node.put("attribution", duties.attribution().text());
        }
        if (!node.isEmpty()) {
            grant.set("duties", node);
        }
    }

    private static void flag(ObjectNode node, String name, boolean value) {
        if (value) {
            node.put(name, true);
        }
    }
}
