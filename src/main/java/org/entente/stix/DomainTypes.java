package org.entente.stix;

import static org.entente.stix.Types.BOOLEAN;
import static org.entente.stix.Types.KILL_CHAIN_PHASES;
import static org.entente.stix.Types.STRING;
import static org.entente.stix.Types.TIMESTAMP;
import static org.entente.stix.Types.decimal;
import static org.entente.stix.Types.integer;
import static org.entente.stix.Types.listOf;
import static org.entente.stix.Types.reference;
import static org.entente.stix.Types.references;
import static org.entente.stix.Types.string;
import static org.entente.stix.Types.term;

import java.util.List;
import org.entente.stix.Constraint.Judgement;

/** The domain objects (STIX 2.1 section 4) and the relationship objects (section 5), as the standard's tables have them. */
final class DomainTypes {
    /** The most that {@code number_observed} and {@code count} can be. */
    private static final long MAX_COUNT = 999_999_999;

    private static final ObjectType ATTACK_PATTERN = sdo("attack-pattern", "4.1.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(STRING), "aliases")
            .optional(KILL_CHAIN_PHASES, "kill_chain_phases")
            .build();

    private static final ObjectType CAMPAIGN = sdo("campaign", "4.2.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(STRING), "aliases")
            .optional(TIMESTAMP, "first_seen", "last_seen")
            .optional(STRING, "objective")
            .notBefore("first_seen", "last_seen")
            .build();

    private static final ObjectType COURSE_OF_ACTION = sdo("course-of-action", "4.3.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .build();

    private static final ObjectType GROUPING = sdo("grouping", "4.4.1")
            .optional(STRING, "name", "description")
            .required(term(Vocabulary.GROUPING_CONTEXT), "context")
            .required(references(Targets.ANY), "object_refs")
            .build();

    private static final ObjectType IDENTITY = sdo("identity", "4.5.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(STRING), "roles")
            .optional(term(Vocabulary.IDENTITY_CLASS), "identity_class")
            .optional(listOf(term(Vocabulary.INDUSTRY_SECTOR)), "sectors")
            .optional(STRING, "contact_information")
            .build();

    private static final ObjectType INCIDENT = sdo("incident", "4.6.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .build();

    private static final ObjectType INDICATOR = sdo("indicator", "4.7.1")
            .optional(STRING, "name", "description")
            .optional(listOf(term(Vocabulary.INDICATOR_TYPE)), "indicator_types")
            .required(STRING, "pattern")
            .required(term(Vocabulary.PATTERN_TYPE), "pattern_type")
            .optional(STRING, "pattern_version")
            .required(TIMESTAMP, "valid_from")
            .optional(TIMESTAMP, "valid_until")
            .optional(KILL_CHAIN_PHASES, "kill_chain_phases")
            .after("valid_from", "valid_until")
            .judged(Judgement.INDICATOR_PATTERN)
            .suggested("name", "description")
            .build();

    private static final ObjectType INFRASTRUCTURE = sdo("infrastructure", "4.8.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(term(Vocabulary.INFRASTRUCTURE_TYPE)), "infrastructure_types")
            .optional(listOf(STRING), "aliases")
            .optional(KILL_CHAIN_PHASES, "kill_chain_phases")
            .optional(TIMESTAMP, "first_seen", "last_seen")
            .notBefore("first_seen", "last_seen")
            .build();

    private static final ObjectType INTRUSION_SET = sdo("intrusion-set", "4.9.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(STRING), "aliases")
            .optional(TIMESTAMP, "first_seen", "last_seen")
            .optional(listOf(STRING), "goals")
            .optional(term(Vocabulary.ATTACK_RESOURCE_LEVEL), "resource_level")
            .optional(term(Vocabulary.ATTACK_MOTIVATION), "primary_motivation")
            .optional(listOf(term(Vocabulary.ATTACK_MOTIVATION)), "secondary_motivations")
            .notBefore("first_seen", "last_seen")
            .build();

    private static final ObjectType LOCATION = sdo("location", "4.10.1")
            .optional(STRING, "name", "description")
            .optional(decimal(-90, 90), "latitude")
            .optional(decimal(-180, 180), "longitude")
            .optional(Types.FLOAT, "precision")
            .optional(term(Vocabulary.REGION), "region")
            .optional(string(StringForm.COUNTRY), "country")
            .optional(STRING, "administrative_area", "city", "street_address", "postal_code")
            .oneOf("region", "country", "latitude+longitude")
            .needs("latitude", "longitude")
            .needs("longitude", "latitude")
            .needs("precision", "latitude", "longitude")
            .build();

    private static final ObjectType MALWARE = sdo("malware", "4.11.1")
            .optional(STRING, "name", "description")
            .optional(listOf(term(Vocabulary.MALWARE_TYPE)), "malware_types")
            .required(BOOLEAN, "is_family")
            .optional(listOf(STRING), "aliases")
            .optional(KILL_CHAIN_PHASES, "kill_chain_phases")
            .optional(TIMESTAMP, "first_seen", "last_seen")
            .optional(references("software"), "operating_system_refs")
            .optional(listOf(term(Vocabulary.PROCESSOR_ARCHITECTURE)), "architecture_execution_envs")
            .optional(listOf(term(Vocabulary.IMPLEMENTATION_LANGUAGE)), "implementation_languages")
            .optional(listOf(term(Vocabulary.MALWARE_CAPABILITIES)), "capabilities")
            .optional(references("file", "artifact"), "sample_refs")
            .notBefore("first_seen", "last_seen")
            .judged(Judgement.FAMILY_NAME)
            .build();

    private static final ObjectType MALWARE_ANALYSIS = sdo("malware-analysis", "4.12.1")
            .required(string(StringForm.PRODUCT), "product")
            .optional(STRING, "version")
            .optional(reference("software"), "host_vm_ref", "operating_system_ref")
            .optional(references("software"), "installed_software_refs")
            .optional(STRING, "configuration_version")
            .optional(listOf(STRING), "modules")
            .optional(STRING, "analysis_engine_version", "analysis_definition_version")
            .optional(TIMESTAMP, "submitted", "analysis_started", "analysis_ended")
            .optional(STRING, "result_name")
            .optional(term(Vocabulary.MALWARE_RESULT), "result")
            .optional(references(Targets.ANY), "analysis_sco_refs")
            .optional(reference("file", "network-traffic", "artifact"), "sample_ref")
            .oneOf("result", "analysis_sco_refs")
            .build();

    private static final ObjectType NOTE = sdo("note", "4.13.1")
            .optional(STRING, "abstract")
            .required(STRING, "content")
            .optional(listOf(STRING), "authors")
            .required(references(Targets.ANY), "object_refs")
            .build();

    private static final ObjectType OBSERVED_DATA = sdo("observed-data", "4.14.1")
            .required(TIMESTAMP, "first_observed", "last_observed")
            .required(integer(1, MAX_COUNT), "number_observed")
            .deprecated(new ValueType.Container(), "objects")
            .optional(references(Targets.OBSERVABLE_OR_RELATIONSHIP), "object_refs")
            .notBefore("first_observed", "last_observed")
            .oneOf("objects", "object_refs")
            .notBoth("objects", "object_refs")
            .judged(Judgement.OBSERVED_OBJECTS)
            .build();

    private static final ObjectType OPINION = sdo("opinion", "4.15.1")
            .optional(STRING, "explanation")
            .optional(listOf(STRING), "authors")
            .required(term(Vocabulary.OPINION), "opinion")
            .required(references(Targets.ANY), "object_refs")
            .build();

    private static final ObjectType REPORT = sdo("report", "4.16.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(term(Vocabulary.REPORT_TYPE)), "report_types")
            .required(TIMESTAMP, "published")
            .required(references(Targets.ANY), "object_refs")
            .build();

    private static final ObjectType THREAT_ACTOR = sdo("threat-actor", "4.17.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(term(Vocabulary.THREAT_ACTOR_TYPE)), "threat_actor_types")
            .optional(listOf(STRING), "aliases")
            .optional(TIMESTAMP, "first_seen", "last_seen")
            .optional(listOf(term(Vocabulary.THREAT_ACTOR_ROLE)), "roles")
            .optional(listOf(STRING), "goals")
            .optional(term(Vocabulary.THREAT_ACTOR_SOPHISTICATION), "sophistication")
            .optional(term(Vocabulary.ATTACK_RESOURCE_LEVEL), "resource_level")
            .optional(term(Vocabulary.ATTACK_MOTIVATION), "primary_motivation")
            .optional(listOf(term(Vocabulary.ATTACK_MOTIVATION)), "secondary_motivations", "personal_motivations")
            .notBefore("first_seen", "last_seen")
            .build();

    private static final ObjectType TOOL = sdo("tool", "4.18.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .optional(listOf(term(Vocabulary.TOOL_TYPE)), "tool_types")
            .optional(listOf(STRING), "aliases")
            .optional(KILL_CHAIN_PHASES, "kill_chain_phases")
            .optional(STRING, "tool_version")
            .build();

    private static final ObjectType VULNERABILITY = sdo("vulnerability", "4.19.1")
            .required(STRING, "name")
            .optional(STRING, "description")
            .build();

    private static final ObjectType RELATIONSHIP = ObjectType.of(Kind.RELATIONSHIP, "relationship", "5.1.2")
            .required(string(StringForm.RELATIONSHIP_TYPE), "relationship_type")
            .optional(STRING, "description")
            .required(reference(Targets.DOMAIN_OR_OBSERVABLE), "source_ref", "target_ref")
            .optional(TIMESTAMP, "start_time", "stop_time")
            .after("start_time", "stop_time")
            .judged(Judgement.SUGGESTED_RELATIONSHIP)
            .build();

    private static final ObjectType SIGHTING = ObjectType.of(Kind.RELATIONSHIP, "sighting", "5.2.1")
            .optional(STRING, "description")
            .optional(TIMESTAMP, "first_seen", "last_seen")
            .optional(integer(0, MAX_COUNT), "count")
            .required(reference(Targets.DOMAIN), "sighting_of_ref")
            .optional(references("observed-data"), "observed_data_refs")
            .optional(references("identity", "location"), "where_sighted_refs")
            .optional(BOOLEAN, "summary")
            .notBefore("first_seen", "last_seen")
            .build();

    static final List<ObjectType> ALL = List.of(
            ATTACK_PATTERN,
            CAMPAIGN,
            COURSE_OF_ACTION,
            GROUPING,
            IDENTITY,
            INCIDENT,
            INDICATOR,
            INFRASTRUCTURE,
            INTRUSION_SET,
            LOCATION,
            MALWARE,
            MALWARE_ANALYSIS,
            NOTE,
            OBSERVED_DATA,
            OPINION,
            REPORT,
            THREAT_ACTOR,
            TOOL,
            VULNERABILITY,
            RELATIONSHIP,
            SIGHTING);

    private DomainTypes() {}

    private static ObjectType.Builder sdo(String name, String section) {
        return ObjectType.of(Kind.DOMAIN, name, section);
    }
}
