package org.entente.node;

import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Function;
import org.entente.exchange.Command;
import org.entente.exchange.Failure;
import org.entente.exchange.Preview;
import org.entente.exchange.State.ContractEntry;
import org.entente.exchange.State.Edition;
import org.entente.exchange.State.MemorandumEntry;
import org.entente.exchange.State.Status;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Party;
import org.entente.memorandum.Reading;
import org.entente.memorandum.SignedMemorandum;
import org.entente.node.AdminClient.Answer;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Actions on memoranda and on house rules. */
final class MemorandumActions {
    private final Parts node;

    MemorandumActions(Parts node) {
        this.node = node;
    }

    /** Keeps the draft in the body; format, version and id are filled in where they are absent. */
    ObjectNode draft(Call call) {
        call.takes();
        return keep(call, filledIn(call.body(), UUID.randomUUID(), 1));
    }

    /** Keeps the draft in the body as the next version of a memorandum that is here; the same is filled in. */
    ObjectNode amend(Call call) {
        call.takes("id");
        MemorandumEntry entry = entry(call.uuid("id"));
        UUID id = entry.memorandum().id();
        int next = entry.editions().getLast().version() + 1;
        byte[] draft = filledIn(call.body(), id, next);
        if (Memorandum.read(draft) instanceof Reading.Accepted<Memorandum>(var memorandum)
                && !memorandum.id().equals(id)) {
            throw new Failure(
                    Failure.Code.INVALID,
                    "The draft bears the identifier of another memorandum.",
                    "memorandum",
                    id.toString());
        }
        return keep(call, draft);
    }

    private ObjectNode keep(Call call, byte[] draft) {
        Memorandum memorandum = Parts.accepted(Memorandum.read(draft), "The draft is not a valid memorandum.");
        return add(call, new SignedMemorandum(memorandum, List.of()));
    }

    private static byte[] filledIn(byte[] draft, UUID id, int version) {
        try {
            JsonNode document = Json.STRICT.readTree(draft);
            if (document instanceof ObjectNode object && !document.isEmpty()) {
                putIfAbsent(object, "entente", Json.scalar("memorandum/1"));
                putIfAbsent(object, "version", Json.scalar(Integer.toString(version)));
                putIfAbsent(object, "id", Json.scalar("urn:uuid:" + id));
                return Json.pretty(object);
            }
        } catch (JacksonException _) {
            // What is wrong with it is said by the reader of memoranda.
        }
        return draft;
    }

    private static void putIfAbsent(ObjectNode object, String name, JsonNode value) {
        if (!object.has(name)) {
            object.set(name, value);
        }
    }

    /** Takes in a memorandum with its signatures, as a partner sent it. */
    ObjectNode take(Call call) {
        call.takes();
        return add(
                call, Parts.accepted(SignedMemorandum.read(call.body()), "The file is not a valid signed memorandum."));
    }

    private ObjectNode add(Call call, SignedMemorandum signed) {
        node.handle(new Command.AddMemorandum(call.actor(), signed));
        cutWhatIsNotOpen(signed.memorandum().id());
        node.pulling().wake();
        return withContracts(entry(signed.memorandum().id()));
    }

    ObjectNode sign(Call call) {
        int version = version(call, Command.NEWEST);
        return move(call, id -> new Command.SignMemorandum(call.actor(), id, version), "id", "version");
    }

    ObjectNode offer(Call call) {
        return move(call, id -> new Command.MarkMemorandum(call.actor(), id, Command.Mark.OFFERED), "id");
    }

    ObjectNode agree(Call call) {
        return move(call, id -> new Command.MarkMemorandum(call.actor(), id, Command.Mark.AGREED), "id");
    }

    private static int version(Call call, int absent) {
        String text = call.optionalText("version");
        if (text == null) {
            return absent;
        }
        try {
            int version = Integer.parseInt(text);
            if (version >= 1 && version <= Memorandum.MAX_VERSION) {
                return version;
            }
        } catch (NumberFormatException _) {
            // Said below.
        }
        throw new Failure(Failure.Code.INVALID, "A version is a whole number, 1 for the first.", "argument", "version");
    }

    ObjectNode suspend(Call call) {
        UUID contract = call.optionalUuid("contract");
        return move(call, id -> new Command.Suspend(call.actor(), id, contract), "id", "contract");
    }

    ObjectNode resume(Call call) {
        UUID contract = call.optionalUuid("contract");
        return move(call, id -> new Command.Resume(call.actor(), id, contract), "id", "contract");
    }

    ObjectNode sever(Call call) {
        return move(call, id -> new Command.Sever(call.actor(), id), "id");
    }

    private ObjectNode move(Call call, Function<UUID, Command<Command.Done>> command, String... takes) {
        call.takes(takes);
        UUID id = call.uuid("id");
        node.handle(command.apply(id));
        cutWhatIsNotOpen(id);
        node.pulling().wake();
        return withContracts(entry(id));
    }

    /** Pages in flight under contracts that were closed or held just now go no further (design.md promise 6). */
    private void cutWhatIsNotOpen(UUID memorandum) {
        for (ContractEntry contract : node.exchange().state().contracts()) {
            if (contract.contract().memorandum().equals(memorandum) && contract.status() != Status.OPEN) {
                node.cut().accept(contract.contract().id());
            }
        }
    }

    /** The file in which it travels is the body. */
    Answer export(Call call) {
        call.takes("id", "version");
        MemorandumEntry entry = entry(call.uuid("id"));
        Edition edition = edition(entry, version(call, Command.NEWEST));
        return new Answer(brief(entry, edition), edition.signed().canonical());
    }

    /** Shows the version in force, or another that is named. */
    ObjectNode show(Call call) {
        call.takes("id", "version");
        MemorandumEntry entry = entry(call.uuid("id"));
        Edition edition = edition(entry, version(call, entry.current().version()));
        ObjectNode result = withContracts(entry, edition);
        result.set("memorandum", Json.STRICT.readTree(edition.memorandum().canonical()));
        return result;
    }

    /** What partners would see if the memorandum in the body, a draft or a signed one, were in force. */
    ObjectNode preview(Call call) {
        call.takes();
        return preview(node.handle(new Command.PreviewMemorandum(call.actor(), memorandum(call.body()))));
    }

    /** What partners would see if the rules in the body were the house rules. */
    ObjectNode previewRules(Call call) {
        call.takes();
        HouseRules rules = Parts.accepted(HouseRules.read(call.body()), "The file does not hold valid house rules.");
        return preview(node.handle(new Command.PreviewHouseRules(call.actor(), rules)));
    }

    private static Memorandum memorandum(byte[] document) {
        return switch (SignedMemorandum.read(document)) {
            case Reading.Accepted(var signed) -> signed.memorandum();
            case Reading.Refused<SignedMemorandum> _ ->
                Parts.accepted(
                        Memorandum.read(filledIn(document, UUID.randomUUID(), 1)),
                        "The file does not hold a valid memorandum.");
        };
    }

    private static ObjectNode preview(Preview preview) {
        ObjectNode result = Json.object();
        ArrayNode contracts = result.putArray("contracts");
        for (Preview.Contract contract : preview.contracts()) {
            ObjectNode json = contracts
                    .addObject()
                    .put("id", contract.id().toString())
                    .put("grant", contract.grant())
                    .put("receiver", contract.receiver())
                    .put("new", contract.isNew())
                    .put("live", contract.live())
                    .put("released", contract.released())
                    .put("withdrawn", contract.withdrawn());
            ObjectNode types = json.putObject("types");
            contract.types().forEach(types::put);
            ObjectNode topics = json.putObject("topics");
            contract.topics().forEach(topics::put);
            samples(json.putArray("samples"), contract.samples());
            samples(json.putArray("releasedSamples"), contract.releasedSamples());
            samples(json.putArray("withdrawnSamples"), contract.withdrawnSamples());
        }
        return result;
    }

    private static void samples(ArrayNode array, List<Preview.Sample> samples) {
        for (Preview.Sample sample : samples) {
            array.addObject()
                    .put("object", sample.id())
                    .put("version", sample.version())
                    .put("clause", sample.clause());
        }
    }

    private static Edition edition(MemorandumEntry entry, int version) {
        Edition edition = entry.edition(version);
        if (edition == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no such version of the memorandum.",
                    "version",
                    Integer.toString(version));
        }
        return edition;
    }

    private ObjectNode withContracts(MemorandumEntry entry) {
        return withContracts(entry, entry.current());
    }

    private ObjectNode withContracts(MemorandumEntry entry, Edition edition) {
        ObjectNode result = brief(entry, edition);
        ArrayNode contracts = result.putArray("contracts");
        node.exchange().state().contracts().stream()
                .filter(c -> c.contract().memorandum().equals(entry.memorandum().id()))
                .forEach(c -> contracts
                        .addObject()
                        .put("id", c.contract().id().toString())
                        .put("grant", c.contract().grant())
                        .put("giver", c.contract().giver())
                        .put("receiver", c.contract().receiver())
                        .put("status", c.status().name().toLowerCase(Locale.ROOT)));
        return result;
    }

    ObjectNode list(Call call) {
        call.takes();
        ObjectNode result = Json.object();
        ArrayNode memoranda = result.putArray("memoranda");
        node.exchange().state().memoranda().forEach(entry -> memoranda.add(brief(entry, entry.current())));
        return result;
    }

    private MemorandumEntry entry(UUID id) {
        MemorandumEntry entry = node.exchange().state().memorandum(id);
        if (entry == null) {
            throw new Failure(
                    Failure.Code.NOT_FOUND, "There is no memorandum with this id.", "memorandum", id.toString());
        }
        return entry;
    }

    /** That version of the memorandum, and in short all that are kept. */
    private static ObjectNode brief(MemorandumEntry entry, Edition edition) {
        ObjectNode json = Json.object().put("id", edition.memorandum().id().toString());
        json.setAll(brief(edition));
        ArrayNode parties = json.putArray("parties");
        for (Party party : edition.memorandum().parties()) {
            parties.addObject()
                    .put("id", party.id())
                    .put("name", party.name())
                    .put("signed", edition.standing().signedBy().contains(party.id()));
        }
        ArrayNode versions = json.putArray("versions");
        entry.editions()
                .forEach(one -> versions.add(
                        brief(one).put("signatures", one.signatures().size())));
        return json;
    }

    private static ObjectNode brief(Edition edition) {
        String state = edition.standing().state().name().toLowerCase(Locale.ROOT);
        return Json.object()
                .put("version", edition.version())
                .put("title", edition.memorandum().title())
                .put("state", state.replace('_', ' '));
    }

    ObjectNode showRules(Call call) {
        call.takes();
        ObjectNode result = Json.object();
        result.set(
                "rules",
                Json.STRICT.readTree(node.exchange().state().houseRules().canonical()));
        return result;
    }

    ObjectNode setRules(Call call) {
        call.takes();
        HouseRules rules = Parts.accepted(HouseRules.read(call.body()), "The file does not hold valid house rules.");
        node.handle(new Command.SetHouseRules(call.actor(), rules));
        return Json.object().put("rules", rules.rules().size());
    }
}
