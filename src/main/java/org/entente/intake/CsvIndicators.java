package org.entente.intake;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.entente.intake.Sketch.Fact;
import org.entente.stix.StixId;
import org.entente.stix.StixTimestamp;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads indicators from a table: the rows of type {@code indicator} of what {@link CsvTable} writes, and the common form of
 * {@code type,value} with types such as {@code ip} and {@code sha256}. The first row names the columns, in any order.
 */
public final class CsvIndicators {
    /** The time of rows that have none, where the caller knows no better: any version with a real time is newer. */
    public static final String NO_TIME = "1970-01-01T00:00:00.000Z";

    /** The types of the common form, and the path that the value stands at. */
    static final Map<String, String> PATHS = Map.ofEntries(
            Map.entry("ip", "ip-addr:value"),
            Map.entry("ipv4", "ip-addr:value"),
            Map.entry("ipv6", "ip-addr:value"),
            Map.entry("domain", "domain-name:value"),
            Map.entry("hostname", "domain-name:value"),
            Map.entry("url", "url:value"),
            Map.entry("email", "email-addr:value"),
            Map.entry("md5", "file:hashes.MD5"),
            Map.entry("sha1", "file:hashes.'SHA-1'"),
            Map.entry("sha256", "file:hashes.'SHA-256'"),
            Map.entry("sha512", "file:hashes.'SHA-512'"),
            Map.entry("filename", "file:name"));

    private static final String RED = "marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed";
    private static final Map<String, String> LEVELS = Map.of(
            "white", "marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9",
            "clear", "marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487",
            "green", "marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da",
            "amber", "marking-definition--f88d31f6-486f-44da-b317-01333bde0b82",
            "amber+strict", "marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003",
            "red", RED);

    private static final Pattern CONFIDENCE = Pattern.compile("100|\\d{1,2}");

    private final Remarks remarks = new Remarks();
    private final Harvest harvest = new Harvest(remarks);
    private final String time;

    private CsvIndicators(String time) {
        this.time = time;
    }

    /**
     * Converts one table.
     *
     * @param time a STIX timestamp with milliseconds: when rows without times are taken to be made and valid from;
     *     {@link #NO_TIME} for none. Refused by an {@link IllegalArgumentException} where it is no timestamp.
     */
    public static Conversion read(byte[] document, String time) {
        if (!StixTimestamp.isValid(time)) {
            throw new IllegalArgumentException("not a STIX timestamp");
        }
        try {
            CsvIndicators reading = new CsvIndicators(time);
            reading.table(CsvReader.read(document));
            return new Conversion.Converted(reading.harvest.objects(), reading.remarks.list());
        } catch (IntakeFault fault) {
            return new Conversion.Refused(fault.reason());
        }
    }

    private void table(List<List<String>> rows) throws IntakeFault {
        List<@Nullable CsvColumn> columns = columns(rows.getFirst());
        for (int i = 1; i < rows.size(); i++) {
            Map<CsvColumn, String> cells = new EnumMap<>(CsvColumn.class);
            for (int c = 0; c < columns.size(); c++) {
                CsvColumn column = columns.get(c);
                String cell = Cells.unguard(rows.get(i).get(c));
                if (column != null && !cell.isEmpty()) {
                    cells.put(column, cell);
                }
            }
            row(cells, "row " + (i + 1));
        }
    }

    private List<@Nullable CsvColumn> columns(List<String> header) throws IntakeFault {
        List<@Nullable CsvColumn> columns = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            CsvColumn column = CsvColumn.of(header.get(i).strip().toLowerCase(Locale.ROOT));
            if (column == null) {
                remarks.add(Loss.PROPERTY, "row 1, cell " + (i + 1));
            } else if (columns.contains(column)) {
                throw new IntakeFault(Loss.CSV_HEADER, "row 1, cell " + (i + 1));
            }
            columns.add(column);
        }
        if (!columns.contains(CsvColumn.TYPE)
                || !(columns.contains(CsvColumn.VALUE) || columns.contains(CsvColumn.PATTERN))) {
            throw new IntakeFault(Loss.CSV_HEADER, "row 1");
        }
        return columns;
    }

    private void row(Map<CsvColumn, String> cells, String at) throws IntakeFault {
        String type = cells.getOrDefault(CsvColumn.TYPE, "").strip().toLowerCase(Locale.ROOT);
        String pattern;
        if (type.equals("indicator")) {
            pattern = cells.get(CsvColumn.PATTERN);
        } else if (PATHS.containsKey(type)) {
            Fact fact = ValueForm.fact(PATHS.get(type), cells.getOrDefault(CsvColumn.VALUE, ""));
            boolean fits =
                    fact != null && (!type.startsWith("ipv") || fact.type().equals(type + "-addr"));
            pattern = fact != null && fits ? Sketch.pattern(List.of(fact)) : null;
        } else {
            remarks.add(Loss.ROW_TYPE, at);
            return;
        }
        String patternType = cells.getOrDefault(CsvColumn.PATTERN_TYPE, "stix");
        if (pattern == null || (patternType.equals("stix") && !MispAttributes.isPattern(pattern))) {
            remarks.add(pattern == null ? Loss.ROW_VALUE : Loss.PATTERN, at);
            return;
        }
        harvest.add(indicator(cells, patternType, pattern, at), at);
    }

    private ObjectNode indicator(Map<CsvColumn, String> cells, String patternType, String pattern, String at) {
        ObjectNode indicator = JsonInput.object().put("type", "indicator").put("spec_version", "2.1");
        indicator.put("id", id(cells, pattern));
        copy(cells, CsvColumn.CREATED_BY_REF, indicator);
        String created = time(cells, CsvColumn.CREATED, at);
        String modified = time(cells, CsvColumn.MODIFIED, at);
        if (created == null && modified == null) {
            remarks.once(Loss.ASSUMED_TIME, at);
        }
        String first = created != null ? created : modified != null ? modified : time;
        indicator.put("created", first).put("modified", modified != null ? modified : first);
        if (cells.getOrDefault(CsvColumn.REVOKED, "").equalsIgnoreCase("true")) {
            indicator.put("revoked", true);
        }
        copy(cells, CsvColumn.NAME, indicator);
        copy(cells, CsvColumn.DESCRIPTION, indicator);
        list(cells, CsvColumn.LABELS, indicator);
        String confidence = cells.get(CsvColumn.CONFIDENCE);
        if (confidence != null && CONFIDENCE.matcher(confidence).matches()) {
            indicator.put("confidence", Integer.parseInt(confidence));
        } else if (confidence != null) {
            cell(CsvColumn.CONFIDENCE, at);
        }
        markings(cells, indicator, at);
        list(cells, CsvColumn.INDICATOR_TYPES, indicator);
        indicator.put("pattern_type", patternType).put("pattern", pattern);
        String from = time(cells, CsvColumn.VALID_FROM, at);
        indicator.put("valid_from", from != null ? from : first);
        String until = time(cells, CsvColumn.VALID_UNTIL, at);
        if (until != null && StixTimestamp.compare(until, from != null ? from : first) > 0) {
            indicator.put("valid_until", until);
        } else if (until != null) {
            cell(CsvColumn.VALID_UNTIL, at);
        }
        phases(cells, indicator, at);
        references(cells, indicator, at);
        if (cells.containsKey(CsvColumn.HASHES)) {
            cell(CsvColumn.HASHES, at);
        }
        return indicator;
    }

    private static String id(Map<CsvColumn, String> cells, String pattern) {
        String written = cells.get(CsvColumn.ID);
        return written != null ? written.strip() : DerivedId.of("indicator", pattern);
    }

    private @Nullable String time(Map<CsvColumn, String> cells, CsvColumn column, String at) {
        String time = cells.get(column);
        if (time == null || StixTimestamp.isValid(time)) {
            return time;
        }
        cell(column, at);
        return null;
    }

    private void cell(CsvColumn column, String at) {
        remarks.add(Loss.CELL, at + ", column " + column.header());
    }

    private static void copy(Map<CsvColumn, String> cells, CsvColumn column, ObjectNode indicator) {
        String cell = cells.get(column);
        if (cell != null) {
            indicator.put(column.header(), cell);
        }
    }

    private static void list(Map<CsvColumn, String> cells, CsvColumn column, ObjectNode indicator) {
        List<String> values = Cells.split(';', cells.getOrDefault(column, ""));
        if (!values.isEmpty()) {
            values.forEach(indicator.putArray(column.header())::add);
        }
    }

    /** The markings that are named, and the predefined one of a level that none of them says. */
    private void markings(Map<CsvColumn, String> cells, ObjectNode indicator, String at) {
        List<String> markings =
                new ArrayList<>(Cells.split(';', cells.getOrDefault(CsvColumn.OBJECT_MARKING_REFS, "")));
        String level = cells.getOrDefault(CsvColumn.TLP, "").strip().toLowerCase(Locale.ROOT);
        String bare = level.startsWith("tlp:") ? level.substring("tlp:".length()) : level;
        if (!bare.isEmpty() && !says(markings, bare)) {
            if (!LEVELS.containsKey(bare)) {
                remarks.add(Loss.TLP_LEVEL, at);
            }
            markings.add(LEVELS.getOrDefault(bare, RED));
        }
        if (!markings.isEmpty()) {
            markings.forEach(indicator.putArray("object_marking_refs")::add);
        }
    }

    private static boolean says(List<String> markings, String level) {
        return markings.stream()
                .map(StixId::parse)
                .anyMatch(id -> id != null && Tlp.ofMarking(id) == Tlp.parse(level) && Tlp.ofMarking(id) != null);
    }

    private void phases(Map<CsvColumn, String> cells, ObjectNode indicator, String at) {
        ArrayNode list = JsonInput.NODES.arrayNode();
        for (String phase : Cells.split(';', cells.getOrDefault(CsvColumn.KILL_CHAIN_PHASES, ""))) {
            List<String> parts = Cells.split(':', phase);
            if (parts.size() == 2) {
                list.addObject().put("kill_chain_name", parts.get(0)).put("phase_name", parts.get(1));
            } else {
                cell(CsvColumn.KILL_CHAIN_PHASES, at);
            }
        }
        if (!list.isEmpty()) {
            indicator.set("kill_chain_phases", list);
        }
    }

    private void references(Map<CsvColumn, String> cells, ObjectNode indicator, String at) {
        ArrayNode list = JsonInput.NODES.arrayNode();
        for (String reference : Cells.split(';', cells.getOrDefault(CsvColumn.EXTERNAL_REFERENCES, ""))) {
            List<String> parts = Cells.split('|', reference);
            if (parts.size() != 3 || parts.getFirst().isEmpty()) {
                cell(CsvColumn.EXTERNAL_REFERENCES, at);
                continue;
            }
            ObjectNode object = list.addObject().put("source_name", parts.getFirst());
            if (!parts.get(1).isEmpty()) {
                object.put("external_id", parts.get(1));
            }
            if (!parts.get(2).isEmpty()) {
                object.put("url", parts.get(2));
            }
        }
        if (!list.isEmpty()) {
            indicator.set("external_references", list);
        }
    }
}
