package org.entente.cli;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Map;
import org.entente.cli.DataCommands.Tagging;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.node.AdminClient;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Imports one large file as several lists of objects, one command each. Nothing is sent before the whole file was found
 * valid; after that a failure leaves the parts before it imported, and says so.
 */
final class SplitImport {
    /** The largest file, unpacked; it is held in memory. */
    static final int MAX_FILE_BYTES = 1 << 30;

    private final AdminClient client;
    private final Tagging tagging;
    private final int mostBytes;
    private final ByteArrayOutputStream part = new ByteArrayOutputStream();
    private final ObjectNode sum = JsonNodeFactory.instance.objectNode();
    private int objects;
    private int parts;

    SplitImport(AdminClient client, Tagging tagging, int mostBytes) {
        this.client = client;
        this.tagging = tagging;
        this.mostBytes = mostBytes;
    }

    /** An import's result with its file. */
    static ObjectNode named(Path file, ObjectNode result) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .setAll(result);
    }

    ObjectNode run(Path file) {
        byte[] document = NamedFile.readUnpacked(file, MAX_FILE_BYTES);
        StixReader.read(document, limits(), SplitImport::check);
        StixReader.read(document, limits(), parsed -> {
            if (parsed instanceof Parsed.Valid valid) {
                add(valid.object().bytes());
            }
        });
        send();
        return named(file, sum).put("parts", parts);
    }

    private static Limits limits() {
        return new Limits(
                MAX_FILE_BYTES,
                Integer.MAX_VALUE,
                Limits.DEFAULT_OBJECT_BYTES,
                Limits.DEFAULT_DEPTH,
                Limits.DEFAULT_STRING_BYTES,
                Limits.DEFAULT_REFERENCES,
                1);
    }

    private static void check(Parsed parsed) {
        if (parsed instanceof Parsed.Invalid invalid) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The file holds what is not valid STIX 2.1, so nothing of it was imported; 'entente stix validate' says"
                            + " more.",
                    "line",
                    Long.toString(invalid.line()),
                    "rule",
                    invalid.problems().getFirst().rule(),
                    "path",
                    invalid.problems().getFirst().path());
        }
    }

    private void add(byte[] object) {
        if (part.size() + object.length + 2 > mostBytes || objects == Command.MAX_OBJECTS) {
            send();
        }
        part.write(objects == 0 ? '[' : ',');
        part.writeBytes(object);
        objects++;
    }

    private void send() {
        if (objects == 0) {
            return;
        }
        part.write(']');
        ObjectNode result;
        try {
            result = client.ask("import", tagging::into, part.toByteArray()).result();
        } catch (Failure e) {
            throw new Failure(
                    e.code(),
                    "A part of the file was refused; the parts before it are imported.",
                    e,
                    "reason",
                    String.valueOf(e.getMessage()),
                    "partsImported",
                    Integer.toString(parts));
        }
        result.properties().forEach(this::add);
        part.reset();
        objects = 0;
        parts++;
    }

    /** Numbers add up, also within objects; lists are left out, since each part names its own few. */
    private void add(Map.Entry<String, JsonNode> field) {
        JsonNode value = field.getValue();
        if (value.isNumber()) {
            sum.put(field.getKey(), sum.path(field.getKey()).asLong(0) + value.asLong());
        } else if (value.isObject()) {
            ObjectNode into = sum.withObject("/" + field.getKey());
            value.properties()
                    .forEach(e -> into.put(
                            e.getKey(),
                            into.path(e.getKey()).asLong(0) + e.getValue().asLong()));
        }
    }
}
