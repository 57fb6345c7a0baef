package org.entente.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.Command;
import org.entente.exchange.Command.Imported;
import org.entente.exchange.Failure;
import org.entente.release.Tags;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.Problem;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Imports one document as one command: all of it or nothing. */
final class ImportAction {
    /** How many faults, or ids of objects that were not taken, an answer names; the rest is counted. */
    private static final int MAX_NAMED = 10;

    private final Parts node;

    ImportAction(Parts node) {
        this.node = node;
    }

    ObjectNode run(Call call) {
        call.takes("tlp", "labels", "collection", "strict", "attest");
        if (call.body().length > node.config().importBytes()) {
            throw new Failure(
                    Failure.Code.LIMIT,
                    "The document is larger than one import takes.",
                    "bytes",
                    Integer.toString(call.body().length),
                    "most",
                    Long.toString(node.config().importBytes()));
        }
        Tags tags = tags(call);
        return json(node.handle(new Command.ImportObjects(
                call.actor(), tags, objects(call.body()), call.flag("strict"), call.flag("attest"))));
    }

    /** The tags that a question asks for. */
    static Tags tags(Call call) {
        String collection = call.optionalText("collection");
        List<String> labels = call.texts("labels");
        for (String text : labels) {
            check("labels", text);
        }
        if (collection != null) {
            check("collection", collection);
        }
        return new Tags(tlp(call.optionalText("tlp")), new TreeSet<>(labels), collection);
    }

    private static void check(String argument, String text) {
        if (text.isBlank() || text.length() > Command.MAX_TEXT) {
            throw new Failure(
                    Failure.Code.INVALID, "A tag has 1 to 300 characters and is not blank.", "argument", argument);
        }
    }

    private static @Nullable Tlp tlp(@Nullable String text) {
        Tlp tlp = text == null ? null : Tlp.parse(text);
        if (text != null && tlp == null) {
            throw new Failure(Failure.Code.INVALID, "The TLP levels are clear, green, amber, amber+strict and red.");
        }
        return tlp;
    }

    private List<StixObject> objects(byte[] document) {
        List<StixObject> objects = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        int[] count = {0};
        StixReader.read(document, limits(), parsed -> {
            switch (parsed) {
                case Parsed.Valid valid -> objects.add(valid.object());
                case Parsed.Invalid invalid -> {
                    if (count[0]++ < MAX_NAMED) {
                        faults.add(place(invalid));
                        Problem first = invalid.problems().getFirst();
                        faults.add(first.rule() + " at " + first.path());
                    }
                }
            }
        });
        if (count[0] > 0) {
            faults.addFirst(Integer.toString(count[0]));
            faults.addFirst("invalid");
            throw new Failure(
                    Failure.Code.INVALID,
                    "The document holds what is not valid STIX 2.1, so nothing of it was imported; 'entente stix validate'"
                            + " says more.",
                    faults.toArray(String[]::new));
        }
        return objects;
    }

    private static String place(Parsed.Invalid invalid) {
        String line = "line " + invalid.line();
        return invalid.index() < 0 ? line : "object " + invalid.index() + " in " + line;
    }

    private Limits limits() {
        return new Limits(
                node.config().importBytes(),
                Command.MAX_OBJECTS,
                Limits.DEFAULT_OBJECT_BYTES,
                Limits.DEFAULT_DEPTH,
                Limits.DEFAULT_STRING_BYTES,
                Limits.DEFAULT_REFERENCES,
                1);
    }

    private static ObjectNode json(Imported imported) {
        ObjectNode json = Json.object()
                .put("added", imported.added())
                .put("unchanged", imported.unchanged())
                .put("conflicts", imported.conflicts().size())
                .put("received", imported.received().size());
        name(json, "conflicting", imported.conflicts());
        name(json, "receivedBefore", imported.received());
        if (!imported.attested().isEmpty()) {
            json.put("attested", imported.attested().size());
        }
        count(json, "released", imported.released());
        count(json, "withdrawn", imported.withdrawn());
        broken(json, imported.broken());
        return json;
    }

    private static void name(ObjectNode json, String name, List<StixId> ids) {
        if (!ids.isEmpty()) {
            var array = json.putArray(name);
            ids.stream().limit(MAX_NAMED).forEach(id -> array.add(id.value()));
        }
    }

    /** How many versions break each rule, and the first few of them; nothing where all is in order. */
    private static void broken(ObjectNode json, List<Command.BrokenRule> broken) {
        if (broken.isEmpty()) {
            return;
        }
        ObjectNode counts = json.putObject("broken");
        broken.forEach(each -> {
            String rule = each.problem().rule();
            counts.put(rule, counts.path(rule).asInt(0) + 1);
        });
        var named = json.putArray("breaking");
        broken.stream()
                .limit(MAX_NAMED)
                .forEach(each -> named.addObject()
                        .put("id", each.id().value())
                        .put("version", each.version())
                        .put("rule", each.problem().rule())
                        .put("path", each.problem().path())
                        .put("message", each.problem().message()));
    }

    private static void count(ObjectNode json, String name, Map<UUID, Integer> counts) {
        ObjectNode object = json.putObject(name);
        counts.forEach((contract, count) -> object.put(contract.toString(), count.intValue()));
    }
}
