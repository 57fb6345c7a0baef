package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.SharedData;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whole documents become exactly what is written beside them, with the same remarks, and what OASIS' schemas accept. */
class ConversionGoldenTest {
    /** The types that the schemas know by the name of their file. */
    private static final String BASE =
            "http://raw.githubusercontent.com/oasis-open/cti-stix2-json-schemas/stix2.1/schemas/";

    /**
     * Where the schemas still ask for what STIX 2.0 had. Section 6.6.1 of 2.1: "The corresponding value for each dictionary key
     * MUST always be a list of type string to support when a header field is repeated."
     */
    private static final String HEADER_FIELDS = "/additional_header_fields/";

    enum Document {
        MISP_RICH("misp-rich.json"),
        MISP_SMALL("misp-small.json"),
        STIX20_RICH("stix20-rich.json"),
        CSV_SIMPLE("simple.csv");

        final String file;

        Document(String file) {
            this.file = file;
        }

        Conversion convert() {
            byte[] bytes = Documents.bytes(file);
            return switch (this) {
                case MISP_RICH, MISP_SMALL -> Misp.read(bytes);
                case STIX20_RICH -> Stix20.read(bytes);
                case CSV_SIMPLE -> CsvIndicators.read(bytes, CsvIndicators.NO_TIME);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void objects(Document document) {
        byte[] bundle = Bundle.of(Documents.converted(document.convert()).objects());
        assertEquals(Documents.text(document.file + ".golden"), new String(bundle, UTF_8));
    }

    @ParameterizedTest
    @EnumSource
    void remarks(Document document) {
        String remarks = Documents.converted(document.convert()).remarks().stream()
                .map(remark -> remark.loss().effect().name().toLowerCase(Locale.ROOT) + " "
                        + remark.loss().id() + " " + remark.path()
                        + (remark.because() == null ? "" : " " + remark.because()) + "\n")
                .collect(Collectors.joining());
        assertEquals(Documents.text(document.file + ".remarks"), remarks);
    }

    @ParameterizedTest
    @EnumSource
    void twiceTheSame(Document document) {
        byte[] once = Bundle.of(Documents.converted(document.convert()).objects());
        assertArrayEquals(
                once, Bundle.of(Documents.converted(document.convert()).objects()));
    }

    @ParameterizedTest
    @EnumSource
    void tables(Document document) {
        String table = new String(
                CsvTable.of(Documents.converted(document.convert()).objects()).bytes(), UTF_8);
        assertEquals(Documents.text(document.file + ".table.csv"), table);
    }

    @ParameterizedTest
    @EnumSource
    void oasisAgrees(Document document) throws IOException {
        Path schemas = SharedData.file("schemas/stix-2.1");
        SchemaRegistry registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12,
                builder -> builder.schemas(iri -> read(schemas.resolve(iri.substring(BASE.length())))));
        List<String> faults = new ArrayList<>();
        for (StixObject object : Documents.converted(document.convert()).objects()) {
            Path schema = schema(schemas, object.type());
            if (schema == null) {
                continue;
            }
            Schema of = registry.getSchema(SchemaLocation.of(BASE + schemas.relativize(schema)));
            for (Error error : of.validate(new String(object.bytes(), UTF_8), InputFormat.JSON)) {
                if (!error.getInstanceLocation().toString().startsWith(HEADER_FIELDS)) {
                    faults.add(object.id() + " " + error);
                }
            }
        }
        assertEquals("", String.join("\n", faults));
    }

    private static @Nullable Path schema(Path schemas, String type) throws IOException {
        try (Stream<Path> files = Files.walk(schemas)) {
            return files.filter(file -> file.endsWith(type + ".json"))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static @Nullable String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
