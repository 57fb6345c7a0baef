package org.entente.stix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the deprecated container of observables (STIX 2.1 section 2.13). What is in it may be of STIX 2.0 as well, so only
 * the container's own rules are checked: objects with a type, and references that stay within it.
 */
final class ContainerReader {
    private record Local(String key, String path) {}

    private final JsonScanner json;
    private final ValueReader values;
    private final Findings findings;
    private final Set<String> keys = new HashSet<>();
    private final List<Local> references = new ArrayList<>();

    ContainerReader(JsonScanner json, ValueReader values, Findings findings) {
        this.json = json;
        this.values = values;
        this.findings = findings;
    }

    void read() throws JsonFault {
        if (json.peek() != '{') {
            values.wrong(Rule.DICTIONARY);
            return;
        }
        if (!json.openObject()) {
            findings.add(Rule.DICTIONARY_EMPTY);
            return;
        }
        do {
            json.name();
            values.reference();
            keys.add(json.text());
            json.toValue();
            observed();
        } while (json.moreMembers());
        for (Local reference : references) {
            if (!keys.contains(reference.key())) {
                findings.addAt(Rule.CONTAINER_REFERENCE, reference.path());
            }
        }
    }

    private void observed() throws JsonFault {
        if (json.peek() != '{') {
            values.wrong(Rule.CONTAINER_OBJECT);
            return;
        }
        boolean typed = false;
        if (json.openObject()) {
            do {
                json.name();
                values.reference();
                boolean type = json.is("type");
                String name = json.text();
                json.toValue();
                typed |= type && json.peek() == '"';
                member(name);
            } while (json.moreMembers());
        }
        if (!typed) {
            findings.add(Rule.CONTAINER_OBJECT);
        }
    }

    private void member(String name) throws JsonFault {
        switch (json.peek()) {
            case '"' -> {
                json.string();
                values.reference();
                if (name.endsWith("_ref") || name.endsWith("_refs")) {
                    references.add(new Local(json.text(), json.path()));
                }
            }
            case '[' -> {
                if (json.openList()) {
                    do {
                        member(name);
                    } while (json.moreItems());
                }
            }
            case '{' -> {
                if (json.openObject()) {
                    do {
                        json.name();
                        values.reference();
                        String inner = json.text();
                        json.toValue();
                        member(inner);
                    } while (json.moreMembers());
                }
            }
            default -> json.scalar();
        }
    }
}
