package org.entente.memorandum;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.memorandum.MarkingClass.AsPap;
import org.entente.memorandum.MarkingClass.AsTlp;
import org.entente.memorandum.MarkingClass.NonRestrictive;
import org.entente.memorandum.MarkingClass.Restrictive;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The JSON form of memoranda, drawn at {@link Memorandum}. */
final class MemorandumJson {
    private static final String FORMAT = "memorandum/1";
    private static final Set<String> REQUIRED =
            Set.of("entente", "id", "version", "title", "parties", "term", "grants");
    private static final Set<String> OPTIONAL = Set.of("preamble", "cites", "defaults", "markings", "topics");

    private static final Set<String> OPTIONAL_IN_GRANT =
            Stream.concat(GrantScope.NAMES.stream(), Stream.of("duties")).collect(Collectors.toUnmodifiableSet());

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private MemorandumJson() {}

    static Memorandum read(Element document) {
        Element format = document.find("entente");
        if (format != null) {
            format.constant(FORMAT, "A memorandum of format memorandum/1 is expected here.");
        }
        document.object(REQUIRED, OPTIONAL);
        var parts = new Refusal.Collector();
        UUID id = parts.attempt(() -> document.get("id").urnUuid());
        Integer version = parts.attempt(() -> version(document.get("version")));
        String title = parts.attempt(() -> document.get("title").line(Memorandum.MAX_TITLE_LENGTH));
        String preamble = parts.attempt(() -> preamble(document.find("preamble")));
        List<Party> parties = parts.attempt(
                () -> document.get("parties").distinct(2, Memorandum.MAX_PARTIES, MemorandumJson::party, Party::id));
        Validity term = parts.attempt(() -> term(document.get("term")));
        List<UUID> cites = parts.attempt(() -> cites(document.find("cites"), id));
        Tlp defaultTlp = parts.attempt(() -> defaultTlp(document.find("defaults")));
        var markings = parts.attempt(() -> markings(document.find("markings")));
        TopicTree topics = parts.attempt(() -> TopicTree.read(document.find("topics")));
        List<Grant> grants = parts.attempt(() ->
                document.get("grants").distinct(0, Memorandum.MAX_GRANTS, grant -> grant(grant, parties), Grant::id));
        parts.finish();
        return new Memorandum(
                requireNonNull(id),
                requireNonNull(version),
                requireNonNull(title),
                preamble,
                requireNonNull(parties),
                requireNonNull(term),
                requireNonNull(cites),
                defaultTlp,
                requireNonNull(markings),
                requireNonNull(topics),
                requireNonNull(grants));
    }

    private static int version(Element element) {
        int version = element.node().isInt() ? element.node().intValue() : 0;
        if (version < 1 || version > Memorandum.MAX_VERSION) {
            throw element.refuse("version", "Versions are whole numbers and count up from 1.");
        }
        return version;
    }

    private static @Nullable String preamble(@Nullable Element element) {
        return element == null ? null : element.lines(Memorandum.MAX_PREAMBLE_LENGTH);
    }

    private static Party party(Element element) {
        element.object(Set.of("id", "name"), Set.of());
        return new Party(element.get("id").did(), element.get("name").line(Memorandum.MAX_NAME_LENGTH));
    }

    private static Validity term(Element element) {
        element.object(Set.of("from"), Set.of("until"));
        Instant from = element.get("from").instant();
        Element until = element.find("until");
        if (until == null) {
            return new Validity(from, null);
        }
        Instant end = until.instant();
        if (!end.isAfter(from)) {
            throw until.refuse("empty-term", "A term must end after it begins.");
        }
        return new Validity(from, end);
    }

    private static List<UUID> cites(@Nullable Element element, @Nullable UUID self) {
        if (element == null) {
            return List.of();
        }
        return element.distinct(
                1,
                Memorandum.MAX_CITES,
                cited -> {
                    UUID id = cited.urnUuid();
                    if (id.equals(self)) {
                        throw cited.refuse("cites-itself", "A memorandum does not cite itself.");
                    }
                    return id;
                },
                id -> id);
    }

    /** The {@code defaults} object of memoranda and of house rules. */
    static @Nullable Tlp defaultTlp(@Nullable Element element) {
        return element == null
                ? null
                : element.object(Set.of("tlp"), Set.of()).get("tlp").tlp();
    }

    private static SequencedMap<StixId, MarkingClass> markings(@Nullable Element element) {
        var classes = new LinkedHashMap<StixId, MarkingClass>();
        if (element != null) {
            element.distinct(1, Memorandum.MAX_MARKINGS, MemorandumJson::marking, Classified::marking)
                    .forEach(classified -> classes.put(classified.marking, classified.as));
        }
        return classes;
    }

    private record Classified(StixId marking, MarkingClass as) {}

    private static Classified marking(Element element) {
        element.object(Set.of("marking", "as"), Set.of());
        Element reference = element.get("marking");
        StixId marking = StixId.parse(reference.line(100));
        if (marking == null || !marking.type().equals("marking-definition")) {
            throw reference.refuse("bad-id", "The identifier of a marking definition is expected here.");
        }
        if (Tlp.ofMarking(marking) != null) {
            throw reference.refuse(
                    "classified-tlp",
                    "The predefined TLP markings mean what TLP says; a memorandum cannot change that.");
        }
        Element as = element.get("as");
        if (as.node().isObject()) {
            Element tlp = as.object(Set.of(), Set.of("tlp", "pap")).find("tlp");
            as.onlyName("A marking is classified as one level.");
            return new Classified(
                    marking,
                    tlp != null ? new AsTlp(tlp.tlp()) : new AsPap(as.get("pap").pap()));
        }
        return switch (as.line(100)) {
            case "non-restrictive" -> new Classified(marking, new NonRestrictive());
            case "restrictive" -> new Classified(marking, new Restrictive());
            default ->
                throw as.refuse(
                        "unknown-class",
                        "A marking is classified as non-restrictive, restrictive or a TLP or PAP level.");
        };
    }

    /** Reads a grant; parties are null if they were refused themselves, and then nothing is said about membership. */
    private static Grant grant(Element element, @Nullable List<Party> parties) {
        element.object(Set.of("id", "title", "from", "to", "constraint"), OPTIONAL_IN_GRANT);
        var parts = new Refusal.Collector();
        String id = parts.attempt(() -> element.get("id").clauseId());
        String title = parts.attempt(() -> element.get("title").line(Memorandum.MAX_TITLE_LENGTH));
        String from = parts.attempt(() -> member(element.get("from"), parties));
        List<String> to = parts.attempt(() -> element.get("to")
                .distinct(0, Memorandum.MAX_PARTIES, receiver -> receiver(receiver, from, parties), did -> did));
        Constraint constraint = parts.attempt(() -> ConstraintJson.read(element.get("constraint")));
        GrantScope scope = parts.attempt(() -> GrantScope.read(element));
        Duties duties = parts.attempt(() -> DutiesJson.read(element.find("duties")));
        parts.finish();
        return new Grant(
                requireNonNull(id),
                requireNonNull(title),
                requireNonNull(from),
                requireNonNull(to),
                requireNonNull(constraint),
                requireNonNull(scope),
                requireNonNull(duties));
    }

    private static String receiver(Element element, @Nullable String from, @Nullable List<Party> parties) {
        String did = member(element, parties);
        if (did.equals(from)) {
            throw element.refuse("gives-itself", "The giver of a grant cannot receive under it.");
        }
        return did;
    }

    private static String member(Element element, @Nullable List<Party> parties) {
        String did = element.did();
        if (parties != null && parties.stream().noneMatch(party -> party.id().equals(did))) {
            throw element.refuse("not-a-party", "This organisation is not a party to the memorandum.");
        }
        return did;
    }

    static ObjectNode write(Memorandum memorandum) {
        ObjectNode document = JSON.objectNode()
                .put("entente", FORMAT)
                .put("id", urn(memorandum.id()))
                .put("version", memorandum.version())
                .put("title", memorandum.title());
        if (memorandum.preamble() != null) {
            document.put("preamble", memorandum.preamble());
        }
        ArrayNode parties = document.putArray("parties");
        memorandum
                .parties()
                .forEach(party -> parties.addObject().put("id", party.id()).put("name", party.name()));
        Validity term = memorandum.term();
        ObjectNode termNode = document.putObject("term").put("from", term.from().toString());
        if (term.until() != null) {
            termNode.put("until", term.until().toString());
        }
        if (!memorandum.cites().isEmpty()) {
            ArrayNode cites = document.putArray("cites");
            memorandum.cites().forEach(cited -> cites.add(urn(cited)));
        }
        writeDefaults(document, memorandum.defaultTlp());
        if (!memorandum.markings().isEmpty()) {
            ArrayNode markings = document.putArray("markings");
            memorandum
                    .markings()
                    .forEach((marking, as) ->
                            markings.addObject().put("marking", marking.value()).set("as", markingClass(as)));
        }
        memorandum.topics().write(document);
        ArrayNode grants = document.putArray("grants");
        memorandum.grants().forEach(grant -> grants.add(grant(grant)));
        return document;
    }

    /** The {@code defaults} object of memoranda and of house rules, where there is something to say. */
    static void writeDefaults(ObjectNode document, @Nullable Tlp defaultTlp) {
        if (defaultTlp != null) {
            document.putObject("defaults").put("tlp", defaultTlp.text());
        }
    }

    private static JsonNode markingClass(MarkingClass as) {
        return switch (as) {
            case NonRestrictive() -> JSON.stringNode("non-restrictive");
            case Restrictive() -> JSON.stringNode("restrictive");
            case AsTlp(var level) -> JSON.objectNode().put("tlp", level.text());
            case AsPap(var level) -> JSON.objectNode().put("pap", level.text());
        };
    }

    private static ObjectNode grant(Grant grant) {
        ObjectNode node = JSON.objectNode()
                .put("id", grant.id())
                .put("title", grant.title())
                .put("from", grant.from());
        ArrayNode to = node.putArray("to");
        grant.to().forEach(to::add);
        node.set("constraint", ConstraintJson.write(grant.constraint()));
        grant.scope().write(node);
        DutiesJson.write(node, grant.duties());
        return node;
    }

    private static String urn(UUID id) {
        return "urn:uuid:" + id;
    }
}
