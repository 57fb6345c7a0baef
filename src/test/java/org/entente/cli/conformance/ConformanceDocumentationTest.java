package org.entente.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of cases in docs/conformance.md. */
class ConformanceDocumentationTest {
    @Test
    void theDocumentationHoldsEveryCase() throws Exception {
        String documented = String.join(
                "\n",
                Files.readString(Path.of("docs/conformance.md"))
                        .lines()
                        .filter(line -> line.matches("\\| `[a-z0-9-]+` \\| (MUST|ADVICE) .*"))
                        .toList());
        String cases = String.join(
                "\n",
                TaxiiSuite.cases().stream()
                        .map(ConformanceDocumentationTest::row)
                        .toList());
        assertEquals(cases, documented, "the rows as they should be:\n" + cases);
    }

    private static String row(Case each) {
        String interop = each.interop() == null ? "" : each.interop();
        return "| `%s` | %s | %s | %s | %s |".formatted(each.id(), each.level(), each.title(), each.section(), interop);
    }
}
