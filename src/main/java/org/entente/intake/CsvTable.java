package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.entente.stix.StixObject;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A table of objects (RFC 4180, UTF-8), one row for each, with the columns of docs/conversions.md. A cell that a spreadsheet
 * could take for a formula begins with a quote, which reading removes.
 *
 * @param bytes the table
 * @param remarks each property that has no column, with its place: {@code $[3].extensions} is of the fourth object
 */
// The bytes are what the caller writes out; a wrapper would only be copied away.
@SuppressWarnings("ArrayRecordComponent")
public record CsvTable(byte[] bytes, List<Remark> remarks) {
    private static final Set<String> SAID_BY_TYPE = Set.of("type", "spec_version", "id");

    /** The property that stands for a cyber-observable object, whichever it has. */
    private static final List<String> VALUES = List.of("value", "path", "key", "number", "account_login", "subject");

    private static final Set<String> REFERENCE = Set.of("source_name", "external_id", "url");

    public CsvTable {
        remarks = List.copyOf(remarks);
    }

    /** The table of these objects. */
    public static CsvTable of(List<StixObject> objects) {
        Remarks remarks = new Remarks();
        CsvWriter writer = new CsvWriter();
        writer.row(Arrays.stream(CsvColumn.values()).map(CsvColumn::header).toList());
        for (int i = 0; i < objects.size(); i++) {
            String path = "$[" + i + "]";
            try {
                JsonNode tree = JsonInput.read(objects.get(i).bytes());
                Map<CsvColumn, String> cells = cells(objects.get(i), tree, path, remarks);
                writer.row(Arrays.stream(CsvColumn.values())
                        .map(column -> Cells.guard(cells.getOrDefault(column, "")))
                        .toList());
            } catch (IntakeFault fault) {
                // An object can be larger than what this room reads.
                remarks.add(Loss.NOT_VALID, path, fault.reason().loss().id());
            }
        }
        return new CsvTable(writer.text().getBytes(UTF_8), remarks.list());
    }

    private static Map<CsvColumn, String> cells(StixObject object, JsonNode tree, String path, Remarks remarks) {
        Map<CsvColumn, String> cells = new EnumMap<>(CsvColumn.class);
        Tlp tlp = Tlp.strictest(object.markings());
        cells.put(CsvColumn.TLP, tlp == null ? "" : tlp.text());
        for (Map.Entry<String, JsonNode> member : tree.properties()) {
            String name = member.getKey();
            String at = Paths.member(path, name);
            CsvColumn column = VALUES.contains(name) ? CsvColumn.VALUE : CsvColumn.of(name);
            if (column == CsvColumn.TLP || (column == CsvColumn.VALUE && cells.containsKey(column))) {
                column = null;
            }
            String cell = column == null ? null : cell(column, member.getValue(), at, remarks);
            if (column != null && cell != null && cell.length() <= IntakeLimits.MAX_CELL_CHARS) {
                cells.put(column, cell);
            } else if (!SAID_BY_TYPE.contains(name)) {
                remarks.add(Loss.COLUMN, at);
            }
        }
        return cells;
    }

    private static @Nullable String cell(CsvColumn column, JsonNode value, String at, Remarks remarks) {
        return switch (column) {
            case LABELS, OBJECT_MARKING_REFS, INDICATOR_TYPES -> texts(value);
            case HASHES -> hashes(value);
            case KILL_CHAIN_PHASES -> phases(value);
            case EXTERNAL_REFERENCES -> references(value, at, remarks);
            case ID,
                    TYPE,
                    CREATED,
                    MODIFIED,
                    REVOKED,
                    CREATED_BY_REF,
                    NAME,
                    DESCRIPTION,
                    CONFIDENCE,
                    TLP,
                    VALUE,
                    PATTERN_TYPE,
                    PATTERN,
                    VALID_FROM,
                    VALID_UNTIL -> value.isValueNode() && !value.isNull() ? value.asString("") : null;
        };
    }

    private static @Nullable String texts(JsonNode list) {
        if (!list.isArray() || list.valueStream().anyMatch(each -> !each.isString())) {
            return null;
        }
        return Cells.join(';', list.valueStream().map(JsonNode::stringValue).toList());
    }

    private static @Nullable String hashes(JsonNode hashes) {
        if (!hashes.isObject()) {
            return null;
        }
        List<String> all = new ArrayList<>();
        hashes.properties()
                .forEach(hash -> all.add(
                        Cells.join(':', List.of(hash.getKey(), hash.getValue().asString("")))));
        return Cells.join(';', all);
    }

    private static @Nullable String phases(JsonNode phases) {
        List<String> all = new ArrayList<>();
        for (JsonNode phase : phases) {
            if (phase.size() != 2
                    || !phase.path("kill_chain_name").isString()
                    || !phase.path("phase_name").isString()) {
                return null;
            }
            all.add(Cells.join(
                    ':',
                    List.of(
                            phase.path("kill_chain_name").stringValue(),
                            phase.path("phase_name").stringValue())));
        }
        return phases.isArray() ? Cells.join(';', all) : null;
    }

    private static @Nullable String references(JsonNode list, String at, Remarks remarks) {
        if (!list.isArray()) {
            return null;
        }
        List<String> all = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            JsonNode reference = list.get(i);
            for (String name : reference.propertyNames()) {
                if (!REFERENCE.contains(name)) {
                    remarks.add(Loss.COLUMN, Paths.member(Paths.item(at, i), name));
                }
            }
            all.add(Cells.join(
                    '|',
                    List.of(
                            reference.path("source_name").asString(""),
                            reference.path("external_id").asString(""),
                            reference.path("url").asString(""))));
        }
        return Cells.join(';', all);
    }
}
