package org.entente.intake;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The page of terms names the markings that a conversion makes of PAP, so that a memorandum can classify them. */
class PapMarkingsTest {
    @Test
    void thePageNamesEachMarking() throws IOException {
        String page = Files.readString(Path.of("docs/terms.md"));
        for (String level : List.of("PAP:RED", "PAP:AMBER", "PAP:GREEN", "PAP:CLEAR", "PAP:WHITE")) {
            String id = MispTags.statement(level).path("id").asString();
            assertTrue(page.contains("| `" + level + "` | `" + id + "` |"), level + " is " + id);
        }
    }
}
