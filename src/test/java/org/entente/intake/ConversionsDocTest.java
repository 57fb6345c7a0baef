package org.entente.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The tables of docs/conversions.md say what the code does. */
class ConversionsDocTest {
    private static Map<String, String> table(String heading) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("docs/conversions.md"));
        Map<String, String> rows = new TreeMap<>();
        for (String line : lines.subList(lines.indexOf(heading) + 1, lines.size())) {
            if (line.startsWith("#")) {
                break;
            }
            String[] cells = line.split(Pattern.quote(" | "), -1);
            if (line.startsWith("| `") && cells.length == 2) {
                String key = cells[0].substring(2).replace("`", "").replace("\\|", "|");
                rows.put(
                        key.strip(),
                        cells[1].replaceAll(" ?\\|$", "").replace("`", "").strip());
            }
        }
        return rows;
    }

    @Test
    void attributeTypes() throws IOException {
        Map<String, String> code = AttributeTypes.all().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, each -> each.getValue().text()));
        assertEquals(new TreeMap<>(code), table("### Types of attributes"));
    }

    @Test
    void objectTemplates() throws IOException {
        Map<String, String> code = new TreeMap<>();
        ObjectTemplates.all()
                .forEach((template, paths) ->
                        paths.forEach((relation, path) -> code.put(template + " " + relation, path)));
        assertEquals(code, table("### Templates of objects"));
    }

    @Test
    void galaxies() throws IOException {
        Map<String, String> code = MispGalaxies.TYPES.entrySet().stream()
                .filter(each -> !each.getKey().startsWith("mitre-"))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertEquals(new TreeMap<>(code), table("### Galaxies"));
    }

    @Test
    void renamedProperties() throws IOException {
        Map<String, String> code = new TreeMap<>();
        Renamed20.TOP.forEach((type, names) -> names.forEach((before, after) -> code.put(type + " " + before, after)));
        Renamed20.IN_EXTENSIONS.forEach(
                (extension, names) -> names.forEach((before, after) -> code.put(extension + " " + before, after)));
        assertEquals(code, table("### Properties of cyber-observable objects"));
    }

    @Test
    void columnsOfTables() throws IOException {
        assertEquals(
                Arrays.stream(CsvColumn.values())
                        .map(CsvColumn::header)
                        .sorted()
                        .toList(),
                List.copyOf(table("### Columns").keySet()));
    }

    @Test
    void remarks() throws IOException {
        Map<String, String> code = new TreeMap<>();
        for (Loss loss : Loss.values()) {
            code.put(loss.id(), loss.sentence());
        }
        assertEquals(code, table("## All remarks"));
    }
}
