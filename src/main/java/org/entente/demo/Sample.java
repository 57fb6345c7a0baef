package org.entente.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** The objects of the story: the project's own sample, and ATT&amp;CK where it stands beside the project. */
final class Sample {
    private static final String ATTACK = "attack-enterprise.ndjson.gz";
    private static final JsonMapper JSON = new JsonMapper();
    private static final Set<String> PROCUREMENT = Set.of("identity", "marking-definition", "tool", "course-of-action");
    private static final Set<String> ATTRIBUTION = Set.of("intrusion-set", "campaign");

    private Sample() {}

    /** The parts in which ATT&amp;CK is imported: each gets tags of its own. */
    enum Part {
        PROCUREMENT,
        ATTRIBUTION,
        TECHNIQUES
    }

    /** A report of the sample that names a campaign which is never released. */
    static final String REPORT_WITH_SECRET = "report--12e45cf3-6792-57c4-9b5e-a9ae604006d8";

    /** The sample: fictional, 60 reports among 72 objects, one a line. */
    static Path own(Path folder) {
        try (InputStream in = Sample.class.getResourceAsStream("sample.ndjson")) {
            if (in == null) {
                throw new IllegalStateException("the sample is missing from the jar");
            }
            Path file = folder.resolve("sample.ndjson");
            Files.copy(in, file);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** ATT&amp;CK beside the project, or null where it is not there. */
    static @Nullable Path attack() {
        String set = System.getenv("ENTENTE_SHARED");
        Path file = (set != null ? Path.of(set) : project().resolveSibling("shared"))
                .resolve("data")
                .resolve(ATTACK);
        return Files.isReadable(file) ? file : null;
    }

    /** The project's folder: the jar or the classes lie two levels below it. */
    private static Path project() {
        try {
            Path code = Path.of(Sample.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return code.resolve("../..").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Splits ATT&amp;CK into files by the types of its objects. */
    static Map<Part, Path> split(Path attack, Path folder) {
        Map<Part, Path> files = new EnumMap<>(Part.class);
        Map<Part, BufferedWriter> writers = new EnumMap<>(Part.class);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(new GZIPInputStream(Files.newInputStream(attack)), UTF_8))) {
            for (Part part : Part.values()) {
                Path file = folder.resolve("attack-" + part.name().toLowerCase(Locale.ROOT) + ".ndjson");
                files.put(part, file);
                writers.put(part, Files.newBufferedWriter(file));
            }
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                BufferedWriter writer = writers.get(part(line));
                if (writer != null) {
                    writer.append(line).append('\n');
                }
            }
            for (BufferedWriter writer : writers.values()) {
                writer.close();
            }
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Part part(String line) {
        String type = JSON.readTree(line).path("type").asString("");
        return PROCUREMENT.contains(type)
                ? Part.PROCUREMENT
                : ATTRIBUTION.contains(type) ? Part.ATTRIBUTION : Part.TECHNIQUES;
    }
}
