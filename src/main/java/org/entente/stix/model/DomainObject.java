package org.entente.stix.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The 19 STIX Domain Objects (section 4). Components are named and ordered as the properties in the standard's tables. */
public sealed interface DomainObject extends TypedObject {
    /** A way in which adversaries try to compromise targets (section 4.1). */
    record AttackPattern(
            String name,
            @Nullable String description,
            List<String> aliases,
            List<KillChainPhase> killChainPhases,
            Common common)
            implements DomainObject {}

    /** Malicious activities over a time against a set of targets (section 4.2). */
    record Campaign(
            String name,
            @Nullable String description,
            List<String> aliases,
            @Nullable Timestamp firstSeen,
            @Nullable Timestamp lastSeen,
            @Nullable String objective,
            Common common)
            implements DomainObject {}

    /** What is done to prevent an attack or to respond to one (section 4.3). */
    record CourseOfAction(String name, @Nullable String description, Common common) implements DomainObject {}

    /** Objects that share a context (section 4.4). */
    record Grouping(
            @Nullable String name, @Nullable String description, String context, List<StixId> objectRefs, Common common)
            implements DomainObject {}

    /** A person, an organisation, a group of them or a system (section 4.5). */
    record Identity(
            String name,
            @Nullable String description,
            List<String> roles,
            @Nullable String identityClass,
            List<String> sectors,
            @Nullable String contactInformation,
            Common common)
            implements DomainObject {}

    /** An incident; the standard leaves its properties to extensions (section 4.6). */
    record Incident(String name, @Nullable String description, Common common) implements DomainObject {}

    /** A pattern by which suspicious activity is detected (section 4.7). */
    record Indicator(
            @Nullable String name,
            @Nullable String description,
            List<String> indicatorTypes,
            String pattern,
            String patternType,
            @Nullable String patternVersion,
            Timestamp validFrom,
            @Nullable Timestamp validUntil,
            List<KillChainPhase> killChainPhases,
            Common common)
            implements DomainObject {}

    /** Systems and services that serve a purpose (section 4.8). */
    record Infrastructure(
            String name,
            @Nullable String description,
            List<String> infrastructureTypes,
            List<String> aliases,
            List<KillChainPhase> killChainPhases,
            @Nullable Timestamp firstSeen,
            @Nullable Timestamp lastSeen,
            Common common)
            implements DomainObject {}

    /** Behaviour and resources believed to be of one organisation (section 4.9). */
    record IntrusionSet(
            String name,
            @Nullable String description,
            List<String> aliases,
            @Nullable Timestamp firstSeen,
            @Nullable Timestamp lastSeen,
            List<String> goals,
            @Nullable String resourceLevel,
            @Nullable String primaryMotivation,
            List<String> secondaryMotivations,
            Common common)
            implements DomainObject {}

    /** A place; latitude and longitude in degrees, precision in metres (section 4.10). */
    record Location(
            @Nullable String name,
            @Nullable String description,
            @Nullable BigDecimal latitude,
            @Nullable BigDecimal longitude,
            @Nullable BigDecimal precision,
            @Nullable String region,
            @Nullable String country,
            @Nullable String administrativeArea,
            @Nullable String city,
            @Nullable String streetAddress,
            @Nullable String postalCode,
            Common common)
            implements DomainObject {}

    /** Malicious code, or a family of it (section 4.11). */
    record Malware(
            @Nullable String name,
            @Nullable String description,
            List<String> malwareTypes,
            boolean isFamily,
            List<String> aliases,
            List<KillChainPhase> killChainPhases,
            @Nullable Timestamp firstSeen,
            @Nullable Timestamp lastSeen,
            List<StixId> operatingSystemRefs,
            List<String> architectureExecutionEnvs,
            List<String> implementationLanguages,
            List<String> capabilities,
            List<StixId> sampleRefs,
            Common common)
            implements DomainObject {}

    /** What an analysis of malware found (section 4.12). */
    record MalwareAnalysis(
            String product,
            @Nullable String version,
            @Nullable StixId hostVmRef,
            @Nullable StixId operatingSystemRef,
            List<StixId> installedSoftwareRefs,
            @Nullable String configurationVersion,
            List<String> modules,
            @Nullable String analysisEngineVersion,
            @Nullable String analysisDefinitionVersion,
            @Nullable Timestamp submitted,
            @Nullable Timestamp analysisStarted,
            @Nullable Timestamp analysisEnded,
            @Nullable String resultName,
            @Nullable String result,
            List<StixId> analysisScoRefs,
            @Nullable StixId sampleRef,
            Common common)
            implements DomainObject {}

    /** Text about other objects (section 4.13). */
    record Note(
            @Nullable String abstractText, String content, List<String> authors, List<StixId> objectRefs, Common common)
            implements DomainObject {}

    /** What was seen; {@code objects} is the deprecated container (section 4.14). */
    record ObservedData(
            Timestamp firstObserved,
            Timestamp lastObserved,
            long numberObserved,
            Map<String, JsonNode> objects,
            List<StixId> objectRefs,
            Common common)
            implements DomainObject {}

    /** How far somebody agrees with what other objects say (section 4.15). */
    record Opinion(
            @Nullable String explanation, List<String> authors, String opinion, List<StixId> objectRefs, Common common)
            implements DomainObject {}

    /** Objects gathered under a topic, to be published together (section 4.16). */
    record Report(
            String name,
            @Nullable String description,
            List<String> reportTypes,
            Timestamp published,
            List<StixId> objectRefs,
            Common common)
            implements DomainObject {}

    /** Somebody believed to act with malicious intent (section 4.17). */
    record ThreatActor(
            String name,
            @Nullable String description,
            List<String> threatActorTypes,
            List<String> aliases,
            @Nullable Timestamp firstSeen,
            @Nullable Timestamp lastSeen,
            List<String> roles,
            List<String> goals,
            @Nullable String sophistication,
            @Nullable String resourceLevel,
            @Nullable String primaryMotivation,
            List<String> secondaryMotivations,
            List<String> personalMotivations,
            Common common)
            implements DomainObject {}

    /** Legitimate software that attackers use (section 4.18). */
    record Tool(
            String name,
            @Nullable String description,
            List<String> toolTypes,
            List<String> aliases,
            List<KillChainPhase> killChainPhases,
            @Nullable String toolVersion,
            Common common)
            implements DomainObject {}

    /** A weakness that can be exploited (section 4.19). */
    record Vulnerability(String name, @Nullable String description, Common common) implements DomainObject {}
}
