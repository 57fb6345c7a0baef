package org.entente.memorandum;

import static java.nio.charset.StandardCharsets.UTF_8;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Documents that tests start from. Single quotes stand for double ones. */
public final class Samples {
    public static final String A = "did:web:a.example";
    public static final String B = "did:web:b.example";
    public static final String C = "did:web:c.example%3A8443:org";
    public static final String STATEMENT = "marking-definition--fa42a846-8d90-4e51-bc29-71d5b4802168";
    public static final String ACS = "marking-definition--0c2e9d0a-6a2c-4a39-9d0b-2b6d8f1c7e11";
    public static final String BARRED = "marking-definition--1d3f0e1b-7b3d-4b4a-8e1c-3c7e9a2d8f22";

    private static final JsonMapper JSON = new JsonMapper();

    private static final String FULL = """
            { 'entente': 'memorandum/1', 'id': 'urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7', 'version': 1,
              'title': 'Framework', 'preamble': 'First line.\\nSecond line.',
              'parties': [ {'id': 'did:web:a.example', 'name': 'Organisation A'},
                           {'id': 'did:web:b.example', 'name': 'Organisation B'},
                           {'id': 'did:web:c.example%3A8443:org', 'name': 'Organisation Ç'} ],
              'term': {'from': '2026-01-01T00:00:00Z', 'until': '2031-01-01T00:00:00Z'},
              'cites': ['urn:uuid:6ba7b810-9dad-11d1-80b4-00c04fd430c8'],
              'defaults': {'tlp': 'green'},
              'markings': [
                {'marking': 'marking-definition--0c2e9d0a-6a2c-4a39-9d0b-2b6d8f1c7e11', 'as': {'tlp': 'amber'}},
                {'marking': 'marking-definition--1d3f0e1b-7b3d-4b4a-8e1c-3c7e9a2d8f22', 'as': 'restrictive'} ],
              'grants': [
                {'id': 'G1', 'title': 'Threats', 'from': 'did:web:a.example',
                 'to': ['did:web:b.example', 'did:web:c.example%3A8443:org'],
                 'constraint': {'all': [ {'type': {'isAnyOf': ['indicator', 'identity']}}, {'tlp': {'lteq': 'green'}},
                                         {'any': [ {'topic': {'isAnyOf': ['ransomware']}}, {'topic': {'isAbsent': true}} ]},
                                         {'not': {'collection': {'eq': 'internal'}}} ]}},
                {'id': 'G2', 'title': 'To nobody', 'from': 'did:web:b.example', 'to': [],
                 'constraint': {'tlp': {'eq': 'clear'}}} ] }
            """;

    private static final String RICH = """
            { 'entente': 'memorandum/1', 'id': 'urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae8', 'version': 1,
              'title': 'All terms',
              'parties': [ {'id': 'did:web:a.example', 'name': 'A'}, {'id': 'did:web:b.example', 'name': 'B'} ],
              'term': {'from': '2026-01-01T00:00:00Z'},
              'markings': [
                {'marking': 'marking-definition--0c2e9d0a-6a2c-4a39-9d0b-2b6d8f1c7e11', 'as': {'pap': 'amber'}} ],
              'topics': {'cyber': ['phishing', 'ransomware'], 'threats': ['cyber', 'łódź']},
              'grants': [
                {'id': 'G1', 'title': 'All', 'from': 'did:web:a.example', 'to': ['did:web:b.example'],
                 'purpose': 'defence of networks', 'fromCommunity': 'CERT', 'toCommunity': 'Ministry of B',
                 'constraint': {'all': [
                   {'kind': {'isAnyOf': ['ransomware', 'malicious-activity']}},
                   {'pattern-type': {'neq': 'yara'}},
                   {'kill-chain-phase': {'isNoneOf': ['lockheed-martin-cyber-kill-chain:delivery']}},
                   {'confidence': {'gteq': 70}}, {'confidence': {'isAnyOf': [0, 100]}},
                   {'pap': {'lteq': 'green'}},
                   {'producer': {'eq': 'identity--6ba7b810-9dad-41d1-80b4-00c04fd430c8'}},
                   {'sector': {'isAllOf': ['energy', 'government national']}},
                   {'region': {'isAnyOf': ['northern-africa', 'MA', 'FR-75']}},
                   {'created': {'gt': '2020-01-01T00:00:00Z'}}, {'modified': {'gteq': '2026-01-01T00:00:00Z'}},
                   {'valid-from': {'lt': '2030-01-01T00:00:00Z'}}, {'valid-until': {'isAbsent': true}},
                   {'age': {'lteq': 'P90D'}}, {'age': {'gt': 'PT36H'}},
                   {'received-from': {'isAbsent': true}},
                   {'not': {'received-under': {'eq': '6ba7b810-9dad-41d1-80b4-00c04fd430c8'}}} ]}} ] }
            """;

    private Samples() {}

    /** A memorandum with what {@link #full} lacks: every term, topics, scopes and PAP. */
    public static ObjectNode rich() {
        return (ObjectNode) JSON.readTree(json(RICH));
    }

    /** A memorandum in which all is used, as a tree to change. */
    public static ObjectNode full() {
        return (ObjectNode) JSON.readTree(json(FULL));
    }

    /** A memorandum of A and B by which A gives B, under one grant G1, what satisfies the constraint. */
    public static ObjectNode granting(String constraint) {
        return (ObjectNode) JSON.readTree(json("""
                { 'entente': 'memorandum/1', 'id': 'urn:uuid:7c9e6679-7425-40de-944b-e07fc1f90ae7', 'version': 1,
                  'title': 'One grant',
                  'parties': [ {'id': 'did:web:a.example', 'name': 'A'}, {'id': 'did:web:b.example', 'name': 'B'} ],
                  'term': {'from': '2026-01-01T00:00:00Z'},
                  'grants': [ {'id': 'G1', 'title': 'All', 'from': 'did:web:a.example', 'to': ['did:web:b.example'],
                               'constraint': %s} ] }
                """.formatted(constraint)));
    }

    /** Text with single quotes as JSON. */
    public static String json(String text) {
        return text.replace('\'', '"');
    }

    public static byte[] bytes(Object document) {
        return document.toString().getBytes(UTF_8);
    }

    public static Memorandum memorandum(ObjectNode document) {
        return accepted(Memorandum.read(bytes(document)));
    }

    public static HouseRules houseRules(String document) {
        return accepted(HouseRules.read(bytes(json(document))));
    }

    public static <T> T accepted(Reading<T> reading) {
        return switch (reading) {
            case Reading.Accepted<T>(var value) -> value;
            case Reading.Refused<T>(var faults) -> throw new AssertionError("refused: " + faults);
        };
    }
}
