package org.entente.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Domain and relationship objects of STIX 2.0 (part 2 of its standard) as STIX 2.1 has them. */
final class DomainObjects20 {
    /** Where the labels of a type that its vocabulary defines go, and which these are. */
    record Typed(String property, Set<String> vocabulary) {}

    /**
     * The vocabularies of labels that STIX 2.0 part 1 section 6 defines. STIX 2.1 has them under a property of their own, and
     * leaves {@code labels} to users. All values of 2.0 are values of 2.1.
     */
    static final Map<String, Typed> TYPES = Map.of(
            "indicator",
            new Typed(
                    "indicator_types",
                    Set.of(
                            "anomalous-activity",
                            "anonymization",
                            "benign",
                            "compromised",
                            "malicious-activity",
                            "attribution")),
            "malware",
            new Typed(
                    "malware_types",
                    Set.of(
                            "adware",
                            "backdoor",
                            "bot",
                            "ddos",
                            "dropper",
                            "exploit-kit",
                            "keylogger",
                            "ransomware",
                            "remote-access-trojan",
                            "resource-exploitation",
                            "rogue-security-software",
                            "rootkit",
                            "screen-capture",
                            "spyware",
                            "trojan",
                            "virus",
                            "worm")),
            "report",
            new Typed(
                    "report_types",
                    Set.of(
                            "threat-report",
                            "attack-pattern",
                            "campaign",
                            "identity",
                            "indicator",
                            "malware",
                            "observed-data",
                            "threat-actor",
                            "tool",
                            "vulnerability")),
            "threat-actor",
            new Typed(
                    "threat_actor_types",
                    Set.of(
                            "activist",
                            "competitor",
                            "crime-syndicate",
                            "criminal",
                            "hacker",
                            "insider-accidental",
                            "insider-disgruntled",
                            "nation-state",
                            "sensationalist",
                            "spy",
                            "terrorist")),
            "tool",
            new Typed(
                    "tool_types",
                    Set.of(
                            "denial-of-service",
                            "exploitation",
                            "information-gathering",
                            "network-capture",
                            "credential-exploitation",
                            "remote-access",
                            "vulnerability-scanning")));

    private static final List<String> VERSION_TIMES = List.of("created", "modified");
    private static final int SECONDS_ONLY = "YYYY-MM-DDTHH:mm:ss".length();
    private static final int MILLISECONDS = SECONDS_ONLY + ".sss".length();

    private final Remarks remarks;

    DomainObjects20(Remarks remarks) {
        this.remarks = remarks;
    }

    /** The object as 2.1 has it, or null where it cannot be converted. */
    @Nullable
    ObjectNode convert(ObjectNode source, String path) {
        ObjectNode object = common(source, path);
        String type = source.path("type").asString("");
        labels(type, object);
        if (type.equals("malware") && !object.has("is_family")) {
            object.put("is_family", true);
            remarks.add(Loss.ASSUMED_FAMILY, path);
        }
        return type.equals("indicator") && !indicator(object, path) ? null : object;
    }

    /** What all objects have in common: the version of the standard, the form of times, the names of hashes. */
    ObjectNode common(ObjectNode source, String path) {
        ObjectNode object = JsonInput.object();
        if (source.has("type")) {
            object.set("type", source.get("type"));
        }
        object.put("spec_version", "2.1");
        for (Map.Entry<String, JsonNode> member : source.properties()) {
            if (!member.getKey().equals("spec_version")) {
                object.set(member.getKey(), member.getValue().deepCopy());
            }
        }
        VERSION_TIMES.forEach(name -> milliseconds(object, name, path));
        object.path("external_references").forEach(Hashes20::rename);
        return object;
    }

    private void milliseconds(ObjectNode object, String name, String path) {
        String time = object.path(name).asString("");
        if (StixTimestamp.isValid(time) && time.length() <= MILLISECONDS) {
            String digits =
                    time.length() == SECONDS_ONLY + 1 ? "" : time.substring(SECONDS_ONLY + 1, time.length() - 1);
            object.put(name, time.substring(0, SECONDS_ONLY) + "." + (digits + "000").substring(0, 3) + "Z");
            remarks.add(Loss.MILLISECONDS, path + "." + name);
        }
    }

    private static void labels(String type, ObjectNode object) {
        if (!(object.get("labels") instanceof ArrayNode labels) || isMarked(object, "labels")) {
            return;
        }
        if (type.equals("identity") && !object.has("roles")) {
            object.set("roles", labels);
            object.remove("labels");
            return;
        }
        Typed typed = TYPES.get(type);
        if (typed == null || object.has(typed.property())) {
            return;
        }
        List<JsonNode> types = new ArrayList<>();
        List<JsonNode> rest = new ArrayList<>();
        for (JsonNode label : labels) {
            (typed.vocabulary().contains(label.asString("")) ? types : rest).add(label);
        }
        if (!types.isEmpty()) {
            object.putArray(typed.property()).addAll(types);
            object.remove("labels");
            if (!rest.isEmpty()) {
                object.putArray("labels").addAll(rest);
            }
        }
    }

    /** Whether a granular marking covers the property, which then must stay where it is: no marking may be lost. */
    private static boolean isMarked(ObjectNode object, String property) {
        return object.path("granular_markings")
                .valueStream()
                .flatMap(marking -> marking.path("selectors").valueStream())
                .anyMatch(selector -> selector.asString("").startsWith(property));
    }

    private boolean indicator(ObjectNode object, String path) {
        String before = object.path("pattern").asString("");
        switch (Pattern20.convert(before)) {
            case Pattern20.Unreadable(String cause) -> {
                remarks.add(Loss.PATTERN, path + ".pattern", cause);
                return false;
            }
            case Pattern20.Text(String text, boolean custom) -> {
                if (!text.equals(before)) {
                    object.put("pattern", text);
                    remarks.add(Loss.PATTERN_TEXT, path + ".pattern");
                }
                if (custom) {
                    remarks.add(Loss.CUSTOM_PROPERTY, path + ".pattern");
                }
            }
        }
        if (!object.has("pattern_type")) {
            object.put("pattern_type", "stix");
        }
        return true;
    }
}
