package org.entente.memorandum;

import static org.entente.memorandum.Samples.A;
import static org.entente.memorandum.Samples.B;
import static org.entente.memorandum.Samples.C;
import static org.entente.memorandum.Samples.accepted;
import static org.entente.memorandum.Samples.bytes;
import static org.entente.memorandum.Samples.full;
import static org.entente.memorandum.Samples.granting;
import static org.entente.memorandum.Samples.memorandum;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.entente.stix.CanonicalJson;
import org.entente.stix.NameUuid;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class MemorandumTest {

    @Test
    void readsEveryPart() {
        Memorandum memorandum = memorandum(full());
        assertEquals(UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7"), memorandum.id());
        assertEquals(1, memorandum.version());
        assertEquals("First line.\nSecond line.", memorandum.preamble());
        assertEquals(
                List.of(A, B, C), memorandum.parties().stream().map(Party::id).toList());
        assertEquals(Instant.parse("2031-01-01T00:00:00Z"), memorandum.term().until());
        assertEquals(Tlp.GREEN, memorandum.defaultTlp());
        assertEquals(new MarkingClass.AsTlp(Tlp.AMBER), memorandum.markings().get(new StixId(Samples.ACS)));
        assertEquals(new MarkingClass.Restrictive(), memorandum.markings().get(new StixId(Samples.BARRED)));
        assertTrue(memorandum.binds(C));
        assertFalse(memorandum.binds("did:web:d.example"));
        assertNull(memorandum.grant("G3"));
    }

    @Test
    void canonicalFormIsThatOfTheDocumentThatWasRead() {
        assertArrayEquals(CanonicalJson.of(full()), memorandum(full()).canonical());
        var small = granting("{\"type\":{\"eq\":\"tool\"}}");
        assertArrayEquals(CanonicalJson.of(small), memorandum(small).canonical());
    }

    @Test
    void layoutDoesNotMatter() {
        byte[] pretty = full().toPrettyString().getBytes(StandardCharsets.UTF_8);
        Memorandum fromPretty = accepted(Memorandum.read(pretty));
        assertEquals(memorandum(full()), fromPretty);
        assertArrayEquals(memorandum(full()).canonical(), fromPretty.canonical());
        assertEquals(fromPretty, accepted(Memorandum.read(fromPretty.canonical())));
    }

    @Test
    void oneContractForEachReceiverAndNoneForNobody() {
        Memorandum memorandum = memorandum(full());
        List<Contract> contracts = memorandum.contracts();
        assertEquals(List.of(B, C), contracts.stream().map(Contract::receiver).toList());
        assertTrue(contracts.stream()
                .allMatch(contract ->
                        contract.giver().equals(A) && contract.grant().equals("G1")));
        assertNotEquals(contracts.get(0).id(), contracts.get(1).id());
    }

    @Test
    void contractIdsAreFixedByTheFormat() {
        Contract contract = memorandum(full()).contracts().getFirst();
        byte[] name = bytes(
                "[\"urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7\",\"G1\",\"did:web:a.example\",\"did:web:b.example\"]");
        assertEquals(NameUuid.version5(Contract.NAMESPACE, name), contract.id());
        assertEquals(UUID.fromString("358401c4-51fe-5528-915e-9fce81a9e195"), contract.id());
    }

    @Test
    void uuidVersion5AsInRfc9562AppendixA4() {
        UUID dns = UUID.fromString("6ba7b810-9dad-11d1-80b4-00c04fd430c8");
        assertEquals(
                UUID.fromString("2ed6657d-e927-568b-95e1-2665a8aea6a2"),
                NameUuid.version5(dns, bytes("www.example.com")));
    }

    @Test
    void theTermEndsExclusively() {
        Validity term = memorandum(full()).term();
        assertTrue(term.beginsAfter(Instant.parse("2025-12-31T23:59:59.999999Z")));
        assertFalse(term.beginsAfter(Instant.parse("2026-01-01T00:00:00Z")));
        assertFalse(term.isOverAt(Instant.parse("2030-12-31T23:59:59.999999Z")));
        assertTrue(term.isOverAt(Instant.parse("2031-01-01T00:00:00Z")));
        assertFalse(memorandum(granting("{\"type\":{\"eq\":\"tool\"}}")).term().isOverAt(Instant.MAX));
    }

    @Test
    void dutiesThatChangeFormsAreReadAndWrittenAgain() {
        ObjectNode document = full();
        ObjectNode grant = (ObjectNode) document.at("/grants/0");
        ObjectNode duties = grant.putObject("duties");
        duties.putArray("cut").add("description").add("x_internal");
        duties.put("cutMarked", true).put("trim", true).put("anonymise", true);
        Memorandum memorandum = memorandum(document);
        Duties read = memorandum.grants().getFirst().duties();
        assertEquals(List.of("description", "x_internal"), read.cut());
        assertTrue(read.cutMarked() && read.trim() && read.anonymise() && read.changeForm());
        assertArrayEquals(CanonicalJson.of(document), memorandum.canonical());
    }
}
