package org.entente.stix;

import static org.entente.stix.Types.ANYTHING;
import static org.entente.stix.Types.HASHES;
import static org.entente.stix.Types.STRING;
import static org.entente.stix.Types.TIMESTAMP;
import static org.entente.stix.Types.dictionary;
import static org.entente.stix.Types.listOf;
import static org.entente.stix.Types.reference;
import static org.entente.stix.Types.string;
import static org.entente.stix.Types.term;

import java.util.List;
import org.entente.stix.Constraint.Judgement;

/** The meta objects (STIX 2.1 section 7) and the external reference that all kinds of objects have (section 2.5). */
final class MetaTypes {
    static final Structure EXTERNAL_REFERENCE = Structure.named("external-reference", "2.5.1")
            .required(STRING, "source_name")
            .optional(STRING, "description", "url")
            .optional(HASHES, "hashes")
            .optional(STRING, "external_id")
            .oneOf("description", "url", "external_id")
            .suggests("url", "hashes")
            .build();

    private static final ObjectType LANGUAGE_CONTENT = ObjectType.of(Kind.LANGUAGE_CONTENT, "language-content", "7.1.1")
            .required(reference(Targets.ANY), "object_ref")
            .optional(TIMESTAMP, "object_modified")
            .required(dictionary(KeyForm.LANGUAGE, dictionary(KeyForm.PROPERTY_NAME, ANYTHING)), "contents")
            .build();

    private static final ObjectType MARKING_DEFINITION = ObjectType.of(
                    Kind.MARKING_DEFINITION, "marking-definition", "7.2.1.1")
            .optional(STRING, "name")
            .optional(STRING, "definition_type")
            .optional(ANYTHING, "definition")
            .judged(Judgement.MARKING_DEFINITION)
            .build();

    private static final ObjectType EXTENSION_DEFINITION = ObjectType.of(
                    Kind.EXTENSION_DEFINITION, "extension-definition", "7.3.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .required(STRING, "schema", "version")
            .required(listOf(term(Vocabulary.EXTENSION_TYPE)), "extension_types")
            .optional(listOf(string(StringForm.PROPERTY_NAME)), "extension_properties")
            .judged(Judgement.EXTENSION_PROPERTIES)
            .suggested("description")
            .build();

    static final List<ObjectType> ALL = List.of(LANGUAGE_CONTENT, MARKING_DEFINITION, EXTENSION_DEFINITION);

    private MetaTypes() {}
}
