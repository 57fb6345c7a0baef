package org.entente.node;

import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Inbox;
import org.entente.exchange.Micros;
import org.entente.exchange.State.Collection;
import org.entente.exchange.State.Partner;
import org.entente.node.AdminClient.Answer;
import org.entente.release.Tags;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions on the collections of our own, and on what partners posted to their inboxes. */
final class CollectionActions {
    private final Parts node;

    CollectionActions(Parts node) {
        this.node = node;
    }

    /** Declares a collection under an id that is drawn here. */
    ObjectNode add(Call call) {
        call.takes("title", "description", "tlp", "labels");
        UUID id = UUID.randomUUID();
        String description = call.optionalText("description");
        Tags tags = ImportAction.tags(call);
        node.handle(new Command.AddCollection(
                call.actor(),
                id,
                call.text("title"),
                description == null ? "" : description,
                new Tags(tags.tlp(), new TreeSet<>(tags.labels()), null)));
        return json(known(node, id.toString()));
    }

    ObjectNode list(Call call) {
        call.takes();
        ObjectNode result = Json.object();
        ArrayNode collections = result.putArray("collections");
        node.exchange().state().collections().forEach(collection -> collections.add(json(collection)));
        return result;
    }

    private ObjectNode json(Collection collection) {
        var tlp = collection.tags().tlp();
        ObjectNode json = Json.object()
                .put("id", collection.id().toString())
                .put("title", collection.title())
                .put("description", collection.description())
                .put("tlp", tlp == null ? null : tlp.text())
                .put("objects", node.exchange().collection(collection.id()).live());
        ArrayNode labels = json.putArray("labels");
        collection.tags().labels().forEach(labels::add);
        return json;
    }

    /** The collection of that id or title; throws {@link Failure} {@code NOT_FOUND}. */
    static Collection known(Parts node, String idOrTitle) {
        for (Collection collection : node.exchange().state().collections()) {
            if (collection.id().toString().equals(idOrTitle)
                    || collection.title().equals(idOrTitle)) {
                return collection;
            }
        }
        throw new Failure(
                Failure.Code.NOT_FOUND, "There is no collection with this id or title.", "collection", idOrTitle);
    }

    /** What partners posted, of one partner or of all. */
    ObjectNode inbox(Call call) {
        call.takes("partner");
        String only = call.optionalText("partner");
        List<String> partners = only != null
                ? List.of(partner(only))
                : node.exchange().state().partners().stream().map(Partner::did).toList();
        ObjectNode result = Json.object();
        ArrayNode inboxes = result.putArray("inboxes");
        for (String partner : partners) {
            Inbox inbox = node.exchange().inbox(partner);
            ObjectNode json = inboxes.addObject()
                    .put("partner", partner)
                    .put("id", inbox.id().toString())
                    .put("status", inbox.status().name().toLowerCase(Locale.ROOT));
            ArrayNode items = json.putArray("items");
            for (Inbox.Item item : inbox.items()) {
                items.addObject()
                        .put("item", item.number())
                        .put("arrived", Micros.text(item.micros()))
                        .put("id", item.id().value())
                        .put("version", item.version())
                        .put("bytes", item.bytes())
                        .put("taken", item.taken());
            }
        }
        return result;
    }

    /** The bytes of one item, as they were posted. */
    Answer show(Call call) {
        call.takes("partner", "item");
        String partner = partner(call.text("partner"));
        long item = item(call.arguments().get("item"));
        byte[] bytes = node.exchange().inbox(partner).bytes(item);
        return new Answer(Json.object().put("partner", partner).put("item", item), bytes);
    }

    /** Takes items in as received from the partner: those named, or all that were not taken yet. */
    ObjectNode take(Call call) {
        call.takes("partner", "items");
        String partner = partner(call.text("partner"));
        JsonNode named = call.arguments().get("items");
        List<Long> items = named == null
                ? node.exchange().inbox(partner).items().stream()
                        .filter(item -> !item.taken())
                        .map(Inbox.Item::number)
                        .limit(Command.MAX_OBJECTS)
                        .toList()
                : named.valueStream().map(CollectionActions::item).toList();
        Command.Taken taken = node.handle(new Command.TakeFromInbox(call.actor(), partner, items));
        return Json.object().put("partner", partner).put("added", taken.added()).put("unchanged", taken.unchanged());
    }

    private static long item(@Nullable JsonNode number) {
        if (number == null || !number.isIntegralNumber() || !number.canConvertToLong()) {
            throw new Failure(Failure.Code.INVALID, "An item of an inbox is named by its number.", "argument", "item");
        }
        return number.longValue();
    }

    private String partner(String did) {
        if (node.exchange().state().partner(did) == null) {
            throw new Failure(Failure.Code.NOT_FOUND, "There is no partner with this identifier.", "partner", did);
        }
        return did;
    }
}
