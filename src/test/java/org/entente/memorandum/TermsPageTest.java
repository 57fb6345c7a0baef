package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of terms and the code say the same. */
class TermsPageTest {
    private static final Pattern SECTION = Pattern.compile("(?ms)^### `([a-z-]+)`$(.*?)(?=^##|\\z)");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```\n([^\n]+)\n```\n\n?```json\n([^\n]+)\n```");
    private static final Pattern OPERATORS = Pattern.compile("Operators:((?:\\s+`[A-Za-z]+`)+)");

    @Test
    void everyOperandHasASectionWithItsOperators() throws IOException {
        Map<String, String> sections = sections();
        assertEquals(
                new TreeSet<>(Arrays.stream(LeftOperand.values())
                        .map(LeftOperand::text)
                        .toList()),
                new TreeSet<>(sections.keySet()));
        for (LeftOperand operand : LeftOperand.values()) {
            String section = sections.get(operand.text());
            Set<String> allowed = new TreeSet<>();
            for (Operator operator : Operator.values()) {
                if (operand.allows(operator)) {
                    allowed.add(operator.text());
                }
            }
            assertEquals(allowed, operators(Objects.requireNonNull(section)), operand.text());
        }
    }

    @Test
    void everySectionHasAnExampleInBothForms() throws IOException {
        sections().forEach((name, section) -> {
            List<MatchResult> examples = EXAMPLE.matcher(section).results().toList();
            assertEquals(1, examples.size(), name);
            Constraint constraint = same(examples.getFirst());
            assertEquals(
                    Set.of(name),
                    new TreeSet<>(constraint.operands().stream()
                            .map(LeftOperand::text)
                            .toList()));
        });
    }

    @Test
    void thePagesFirstExampleIsTheSameInBothForms() throws IOException {
        same(EXAMPLE.matcher(page()).results().toList().getFirst());
    }

    private static Constraint same(MatchResult example) {
        Constraint fromText = Samples.accepted(ConstraintText.read(example.group(1)));
        assertEquals(fromText, Samples.accepted(Constraint.read(example.group(2).getBytes(UTF_8))));
        assertEquals(example.group(1), ConstraintText.of(fromText));
        return fromText;
    }

    private static Set<String> operators(String section) {
        List<MatchResult> lists = OPERATORS.matcher(section).results().toList();
        assertEquals(1, lists.size(), section);
        List<String> names = new ArrayList<>();
        for (String name : lists.getFirst().group(1).strip().split("\\s+", -1)) {
            names.add(name.replace("`", ""));
        }
        return new TreeSet<>(names);
    }

    private static Map<String, String> sections() throws IOException {
        Map<String, String> sections = new LinkedHashMap<>();
        SECTION.matcher(page()).results().forEach(match -> sections.put(match.group(1), match.group(2)));
        return sections;
    }

    private static String page() throws IOException {
        return Files.readString(Path.of("docs/terms.md"));
    }
}
