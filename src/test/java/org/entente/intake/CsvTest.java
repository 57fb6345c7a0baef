package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.entente.stix.StixObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

class CsvTest {
    private static final int ROUNDS = 2_000;
    private static final String[] PIECES = {
        "a",
        "=",
        "+",
        "-",
        "@",
        "'",
        "\"",
        ",",
        ";",
        "\r",
        "\n",
        "\r\n",
        "\t",
        " ",
        "\\",
        "|",
        ":",
        "\ufeff",
        "\uff1d",
        "\u00e9",
        "\ud83d\ude00"
    };

    private static List<List<String>> rows(String text) throws IntakeFault {
        return CsvReader.read(text.getBytes(UTF_8));
    }

    private static Loss refusal(String text) {
        try {
            rows(text);
        } catch (IntakeFault fault) {
            return fault.reason().loss();
        }
        throw new AssertionError("was read");
    }

    @Test
    void rowsAndCells() throws IntakeFault {
        assertEquals(List.of(List.of("a", "b"), List.of("", "c\"d\r\ne")), rows("a,b\r\n,\"c\"\"d\r\ne\"\r\n"));
        assertEquals(List.of(List.of("a"), List.of("b")), rows("\ufeffa\nb"));
        assertEquals(List.of(List.of("a", ""), List.of("", "")), rows("a,\n,"));
    }

    @Test
    void whatTheStandardDoesNotAllow() {
        assertEquals(Loss.CSV_QUOTE, refusal("a\"b"));
        assertEquals(Loss.CSV_QUOTE, refusal("\"a\"b"));
        assertEquals(Loss.CSV_QUOTE, refusal("\"a"));
        assertEquals(Loss.CSV_LINE_END, refusal("a\rb"));
        assertEquals(Loss.CSV_WIDTH, refusal("a,b\nc"));
        assertEquals(Loss.CSV_WIDTH, refusal("a,b\n\n"));
        assertEquals(Loss.CSV_HEADER, refusal(""));
        assertEquals(Loss.CSV_LIMIT, refusal(",".repeat(IntakeLimits.MAX_COLUMNS)));
        assertEquals(Loss.CSV_LIMIT, refusal("a".repeat(IntakeLimits.MAX_CELL_CHARS + 1)));
        assertEquals(Loss.CSV_LIMIT, refusal("a\n".repeat(IntakeLimits.MAX_OBJECTS + 2)));
    }

    @Test
    void whatIsWrittenIsReadBack() throws IntakeFault {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            int width = 1 + random.nextInt(4);
            List<List<String>> rows = new ArrayList<>();
            CsvWriter writer = new CsvWriter();
            for (int i = random.nextInt(4); i >= 0; i--) {
                List<String> row = new ArrayList<>();
                for (int c = 0; c < width; c++) {
                    row.add(text(random));
                }
                rows.add(row);
                writer.row(row.stream().map(Cells::guard).toList());
            }
            List<List<String>> read = rows(writer.text()).stream()
                    .map(row -> row.stream().map(Cells::unguard).toList())
                    .toList();
            assertEquals(rows, read, "seed " + seed);
        }
    }

    @Test
    void joinedIsSplitAgain() {
        for (long seed = 1; seed <= ROUNDS; seed++) {
            Random random = new Random(seed);
            List<String> values = new ArrayList<>();
            for (int i = random.nextInt(4); i >= 0; i--) {
                values.add(text(random) + 'x');
            }
            assertEquals(values, Cells.split(';', Cells.join(';', values)), "seed " + seed);
        }
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(5); i > 0; i--) {
            text.append(PIECES[random.nextInt(PIECES.length)]);
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "'=1", "\uff1d1"})
    void noCellBeginsLikeAFormula(String text) {
        assertEquals('\'', Cells.guard(text).charAt(0));
        assertEquals(text, Cells.unguard(Cells.guard(text)));
    }

    @Test
    void indicatorsComeBackFromATable() {
        Conversion before = CsvIndicators.read(Documents.bytes("simple.csv"), "2026-10-01T00:00:00.000Z");
        List<StixObject> objects = Documents.converted(before).objects();
        CsvTable table = CsvTable.of(objects);
        assertEquals(List.of(), table.remarks());
        Conversion after = CsvIndicators.read(table.bytes(), CsvIndicators.NO_TIME);
        assertEquals(objects, Documents.converted(after).objects());
    }

    @Test
    void indicatorsWithAllColumnsComeBack() {
        JsonNode full = Documents.tree(
                "{'type':'indicator','spec_version':'2.1',"
                        + "'id':'indicator--20000000-0000-4000-8000-000000000001',"
                        + "'created_by_ref':'identity--20000000-0000-4000-8000-000000000001',"
                        + "'created':'2026-01-01T00:00:00.000Z','modified':'2026-01-02T00:00:00.000Z','revoked':true,"
                        + "'name':'=A;b','description':'two\\nlines','labels':['a;b','c\\\\d'],'confidence':7,"
                        + "'object_marking_refs':['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'],"
                        + "'indicator_types':['benign'],'pattern_type':'sigma','pattern':'title: A','valid_from':'2026-01-01T00:00:00Z',"
                        + "'valid_until':'2026-02-01T00:00:00Z',"
                        + "'kill_chain_phases':[{'kill_chain_name':'a:b','phase_name':'c;d'}],"
                        + "'external_references':[{'source_name':'s|1','external_id':'E;1','url':'https://a.example/'},{'source_name':'x','external_id':'1'}]}");
        Conversion before = Stix20.read(full.toString().getBytes(UTF_8));
        CsvTable table = CsvTable.of(Documents.converted(before).objects());
        assertEquals(List.of(), table.remarks());
        assertEquals(List.of(full), Documents.trees(CsvIndicators.read(table.bytes(), CsvIndicators.NO_TIME)));
    }

    @Test
    void whatHasNoColumnIsSaid() {
        Conversion before = Stix20.read(Documents.bytes("stix20-rich.json"));
        List<Remark> remarks =
                CsvTable.of(Documents.converted(before).objects()).remarks();
        assertTrue(remarks.stream().allMatch(remark -> remark.loss() == Loss.COLUMN));
        assertTrue(remarks.stream().anyMatch(remark -> remark.path().endsWith(".object_refs")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "ip # 198.51.100.1 # [ipv4-addr:value = '198.51.100.1']",
                "IP # 2001:db8::1 # [ipv6-addr:value = '2001:db8::1']",
                "ipv4 # 198.51.100.0/24 # [ipv4-addr:value = '198.51.100.0/24']",
                "email # a@b.example # [email-addr:value = 'a@b.example']",
                "filename # it's # [file:name = 'it\\'s']"
            })
    void simpleForm(String type, String value, String pattern) {
        String table = "value,type\n\"" + value + "\"," + type;
        assertEquals(
                pattern,
                Documents.only(CsvIndicators.read(table.getBytes(UTF_8), CsvIndicators.NO_TIME), "indicator")
                        .path("pattern")
                        .asString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "type,value\\nipv4,2001:db8::1 # ROW_VALUE",
                "type,value\\nhost,a # ROW_TYPE",
                "type,pattern\\nindicator,[a # PATTERN",
                "type,value,note\\ndomain,a.example,x # PROPERTY"
            })
    void whatIsSaidOfRows(String table, Loss loss) {
        Conversion conversion =
                CsvIndicators.read(table.replace("\\n", "\n").getBytes(UTF_8), "2026-10-01T00:00:00.000Z");
        assertEquals(loss, Documents.losses(conversion).getFirst());
    }

    @Test
    void headersThatCannotBeUsed() {
        for (String header : List.of("type,type,value", "type", "value", "a")) {
            assertEquals(
                    Loss.CSV_HEADER,
                    Documents.refusal(CsvIndicators.read(header.getBytes(UTF_8), CsvIndicators.NO_TIME)));
        }
    }
}
