package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes small STIX objects for tests. Numbers stand for ids and versions; a greater version is a later one. */
record StixText(
        String type,
        int number,
        int version,
        @Nullable String creator,
        boolean revoked,
        List<String> references,
        List<String> labels,
        List<String> markings,
        List<Part> parts,
        String text) {
    /** A granular marking of one part. */
    record Part(String marking, String selector) {}

    static final String CLEAR = "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487";
    static final String GREEN = "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da";
    static final String AMBER = "marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421";
    static final String RED = "marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1";

    /** What a marking definition says that is no mere statement. */
    static final String RESTRICTING = "restricting";

    static StixText of(String type, int number) {
        return new StixText(type, number, 1, null, false, List.of(), List.of(), List.of(), List.of(), "");
    }

    static String id(String type, int number) {
        return String.format(Locale.ROOT, "%s--00000000-0000-4000-8000-%012d", type, number);
    }

    /** The instant that stands for a version, with as many digits as the version has. */
    static String time(int version) {
        return String.format(Locale.ROOT, "2026-01-01T00:%02d:00.000%sZ", version, "0".repeat(version % 3));
    }

    String id() {
        return id(type, number);
    }

    StixText at(int at) {
        return new StixText(type, number, at, creator, revoked, references, labels, markings, parts, text);
    }

    StixText by(String by) {
        return new StixText(type, number, version, by, revoked, references, labels, markings, parts, text);
    }

    StixText revoking() {
        return new StixText(type, number, version, creator, true, references, labels, markings, parts, text);
    }

    StixText refers(String... ids) {
        return new StixText(
                type, number, version, creator, revoked, more(references, ids), labels, markings, parts, text);
    }

    StixText labelled(String... more) {
        return new StixText(
                type, number, version, creator, revoked, references, more(labels, more), markings, parts, text);
    }

    StixText marked(String... ids) {
        return new StixText(
                type, number, version, creator, revoked, references, labels, more(markings, ids), parts, text);
    }

    /** Marks a part of the object. */
    StixText marking(String selector, String marking) {
        List<Part> all = new ArrayList<>(parts);
        all.add(new Part(marking, selector));
        return new StixText(
                type, number, version, creator, revoked, references, labels, markings, List.copyOf(all), text);
    }

    /** Words that tell this object from others of the same id and version. */
    StixText saying(String words) {
        return new StixText(type, number, version, creator, revoked, references, labels, markings, parts, words);
    }

    private static List<String> more(List<String> list, String... more) {
        List<String> all = new ArrayList<>(list);
        all.addAll(List.of(more));
        return List.copyOf(all);
    }

    private boolean observable() {
        return type.equals("ipv4-addr");
    }

    private boolean marking() {
        return type.equals("marking-definition");
    }

    String json() {
        StringBuilder json =
                new StringBuilder("{\"type\":\"" + type + "\",\"spec_version\":\"2.1\",\"id\":\"" + id() + '"');
        if (!observable()) {
            json.append(",\"created\":\"")
                    .append(marking() ? time(version) : time(0))
                    .append('"');
        }
        if (!observable() && !marking()) {
            json.append(",\"modified\":\"").append(time(version)).append('"');
        }
        if (marking()) {
            String kind = text.equals(RESTRICTING) ? "x-restricting" : "statement";
            json.append(",\"definition_type\":\"").append(kind).append("\",\"definition\":{\"statement\":\"Mine\"}");
        }
        if (creator != null) {
            json.append(",\"created_by_ref\":\"").append(creator).append('"');
        }
        if (revoked) {
            json.append(",\"revoked\":true");
        }
        if (type.equals("relationship")) {
            json.append(",\"relationship_type\":\"uses\",\"source_ref\":\"").append(references.getFirst());
            json.append("\",\"target_ref\":\"").append(references.getLast()).append('"');
        } else {
            list(json, type.equals("report") ? "object_refs" : "x_refs", references);
        }
        json.append(required());
        list(json, "labels", labels);
        list(json, "object_marking_refs", markings);
        if (!parts.isEmpty()) {
            json.append(parts.stream()
                    .map(part ->
                            "{\"marking_ref\":\"" + part.marking() + "\",\"selectors\":[\"" + part.selector() + "\"]}")
                    .collect(Collectors.joining(",", ",\"granular_markings\":[", "]")));
        }
        return json.append(",\"x_text\":\"").append(text).append("\"}").toString();
    }

    /** What the standard demands of the type beyond the common properties. */
    private String required() {
        return switch (type) {
            case "ipv4-addr" -> ",\"value\":\"198.51.100." + number % 256 + '"';
            case "malware" -> ",\"name\":\"N\",\"is_family\":false";
            case "indicator" ->
                ",\"pattern\":\"[file:name = 'a']\",\"pattern_type\":\"stix\",\"valid_from\":\"2026-01-01T00:00:00Z\"";
            case "report" ->
                ",\"name\":\"N\",\"published\":\"2026-01-01T00:00:00Z\""
                        + (references.isEmpty() ? ",\"object_refs\":[\"" + id() + "\"]" : "");
            case "note" -> ",\"content\":\"N\",\"object_refs\":[\"" + id() + "\"]";
            case "extension-definition" ->
                ",\"name\":\"N\",\"schema\":\"N\",\"version\":\"1\",\"extension_types\":[\"new-sdo\"]";
            case "relationship", "marking-definition" -> "";
            default -> ",\"name\":\"N\"";
        };
    }

    private static void list(StringBuilder json, String name, List<String> values) {
        if (!values.isEmpty()) {
            json.append(",\"")
                    .append(name)
                    .append("\":[\"")
                    .append(String.join("\",\"", values))
                    .append("\"]");
        }
    }

    @Override
    public String toString() {
        return json();
    }
}
