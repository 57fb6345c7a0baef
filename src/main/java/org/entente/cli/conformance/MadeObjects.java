package org.entente.cli.conformance;

import java.util.UUID;

/** The STIX objects that the suite posts. Each run makes its own; their producer's name says where they come from. */
final class MadeObjects {
    /** The name of the identity that made them. */
    static final String PRODUCER = "Entente TAXII conformance suite";

    private static final String CREATED = "2024-01-01T00:00:00.000Z";

    /** An object as it is posted. The version of an observable is empty: it has none of its own. */
    record Made(String id, String version, String json) {}

    private final String producer = "identity--" + UUID.randomUUID();

    Made identity() {
        return new Made(producer, CREATED, """
                {"type": "identity", "spec_version": "2.1", "id": "%s", "created": "%s", "modified": "%s",\
                 "name": "%s", "identity_class": "system"}""".formatted(producer, CREATED, CREATED, PRODUCER));
    }

    /** An indicator; its second version is later than its first, and so on up to the ninth. */
    Made indicator(UUID id, int version) {
        return indicator(id, version, "");
    }

    /** An indicator with more properties, each after a comma. */
    Made indicator(UUID id, int version, String more) {
        String name = "indicator--" + id;
        String modified = "2024-01-0" + version + "T00:00:00.000Z";
        return new Made(
                name, modified, """
                {"type": "indicator", "spec_version": "2.1", "id": "%s", "created_by_ref": "%s",\
                 "created": "%s", "modified": "%s", "name": "Made for a test", "description": "%s",\
                 "pattern": "[domain-name:value = 'conformance.example']", "pattern_type": "stix",\
                 "valid_from": "2024-01-01T00:00:00Z"%s}""".formatted(name, producer, CREATED, modified, "May be deleted. ".repeat(20), more));
    }

    Made indicator() {
        return indicator(UUID.randomUUID(), 1);
    }

    Made malware() {
        String id = "malware--" + UUID.randomUUID();
        return new Made(id, CREATED, """
                {"type": "malware", "spec_version": "2.1", "id": "%s", "created_by_ref": "%s", "created": "%s",\
                 "modified": "%s", "name": "Made for a test", "is_family": false}""".formatted(id, producer, CREATED, CREATED));
    }

    /** An observable: neither created nor modified. */
    Made address() {
        String id = "ipv4-addr--" + UUID.randomUUID();
        return new Made(
                id,
                "",
                "{\"type\": \"ipv4-addr\", \"spec_version\": \"2.1\", \"id\": \"%s\", \"value\": \"192.0.2.1\"}"
                        .formatted(id));
    }

    /** A marking definition: created, and never modified. */
    Made statement() {
        String id = "marking-definition--" + UUID.randomUUID();
        return new Made(id, CREATED, """
                {"type": "marking-definition", "spec_version": "2.1", "id": "%s", "created": "%s",\
                 "definition_type": "statement", "definition": {"statement": "Made for a test"}}""".formatted(id, CREATED));
    }

    /** What is no object of STIX: it lacks its type and its id. */
    static Made nothing() {
        return new Made("", "", "{\"spec_version\": \"2.1\", \"name\": \"This is no object.\"}");
    }
}
