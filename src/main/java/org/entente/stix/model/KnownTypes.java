package org.entente.stix.model;

import org.jspecify.annotations.Nullable;

/** Reads an object of a type that the standard defines into its record. */
final class KnownTypes {
    private KnownTypes() {}

    /** The record, or null where the standard does not define the type. The common properties are taken last. */
    static @Nullable TypedObject read(Members in) throws Misfit {
        TypedObject domain = domainObject(in);
        TypedObject observable = domain != null ? domain : observable(in);
        return observable != null ? observable : relationshipOrMeta(in);
    }

    private static @Nullable DomainObject domainObject(Members in) throws Misfit {
        return switch (in.type()) {
            case "attack-pattern" ->
                new DomainObject.AttackPattern(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("aliases"),
                        in.each("kill_chain_phases", KillChainPhase::read),
                        in.common());
            case "campaign" ->
                new DomainObject.Campaign(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("aliases"),
                        in.optionalTime("first_seen"),
                        in.optionalTime("last_seen"),
                        in.optionalText("objective"),
                        in.common());
            case "course-of-action" ->
                new DomainObject.CourseOfAction(in.text("name"), in.optionalText("description"), in.common());
            case "grouping" ->
                new DomainObject.Grouping(
                        in.optionalText("name"),
                        in.optionalText("description"),
                        in.text("context"),
                        in.ids("object_refs"),
                        in.common());
            case "identity" ->
                new DomainObject.Identity(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("roles"),
                        in.optionalText("identity_class"),
                        in.texts("sectors"),
                        in.optionalText("contact_information"),
                        in.common());
            case "incident" -> new DomainObject.Incident(in.text("name"), in.optionalText("description"), in.common());
            case "indicator" ->
                new DomainObject.Indicator(
                        in.optionalText("name"),
                        in.optionalText("description"),
                        in.texts("indicator_types"),
                        in.text("pattern"),
                        in.text("pattern_type"),
                        in.optionalText("pattern_version"),
                        in.time("valid_from"),
                        in.optionalTime("valid_until"),
                        in.each("kill_chain_phases", KillChainPhase::read),
                        in.common());
            case "infrastructure" ->
                new DomainObject.Infrastructure(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("infrastructure_types"),
                        in.texts("aliases"),
                        in.each("kill_chain_phases", KillChainPhase::read),
                        in.optionalTime("first_seen"),
                        in.optionalTime("last_seen"),
                        in.common());
            case "intrusion-set" ->
                new DomainObject.IntrusionSet(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("aliases"),
                        in.optionalTime("first_seen"),
                        in.optionalTime("last_seen"),
                        in.texts("goals"),
                        in.optionalText("resource_level"),
                        in.optionalText("primary_motivation"),
                        in.texts("secondary_motivations"),
                        in.common());
            case "location" ->
                new DomainObject.Location(
                        in.optionalText("name"),
                        in.optionalText("description"),
                        in.optionalNumber("latitude"),
                        in.optionalNumber("longitude"),
                        in.optionalNumber("precision"),
                        in.optionalText("region"),
                        in.optionalText("country"),
                        in.optionalText("administrative_area"),
                        in.optionalText("city"),
                        in.optionalText("street_address"),
                        in.optionalText("postal_code"),
                        in.common());
            case "malware" ->
                new DomainObject.Malware(
                        in.optionalText("name"),
                        in.optionalText("description"),
                        in.texts("malware_types"),
                        in.bool("is_family"),
                        in.texts("aliases"),
                        in.each("kill_chain_phases", KillChainPhase::read),
                        in.optionalTime("first_seen"),
                        in.optionalTime("last_seen"),
                        in.ids("operating_system_refs"),
                        in.texts("architecture_execution_envs"),
                        in.texts("implementation_languages"),
                        in.texts("capabilities"),
                        in.ids("sample_refs"),
                        in.common());
            case "malware-analysis" ->
                new DomainObject.MalwareAnalysis(
                        in.text("product"),
                        in.optionalText("version"),
                        in.optionalId("host_vm_ref"),
                        in.optionalId("operating_system_ref"),
                        in.ids("installed_software_refs"),
                        in.optionalText("configuration_version"),
                        in.texts("modules"),
                        in.optionalText("analysis_engine_version"),
                        in.optionalText("analysis_definition_version"),
                        in.optionalTime("submitted"),
                        in.optionalTime("analysis_started"),
                        in.optionalTime("analysis_ended"),
                        in.optionalText("result_name"),
                        in.optionalText("result"),
                        in.ids("analysis_sco_refs"),
                        in.optionalId("sample_ref"),
                        in.common());
            case "note" ->
                new DomainObject.Note(
                        in.optionalText("abstract"),
                        in.text("content"),
                        in.texts("authors"),
                        in.ids("object_refs"),
                        in.common());
            case "observed-data" ->
                new DomainObject.ObservedData(
                        in.time("first_observed"),
                        in.time("last_observed"),
                        in.integer("number_observed"),
                        in.dictionary("objects"),
                        in.ids("object_refs"),
                        in.common());
            case "opinion" ->
                new DomainObject.Opinion(
                        in.optionalText("explanation"),
                        in.texts("authors"),
                        in.text("opinion"),
                        in.ids("object_refs"),
                        in.common());
            case "report" ->
                new DomainObject.Report(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("report_types"),
                        in.time("published"),
                        in.ids("object_refs"),
                        in.common());
            case "threat-actor" ->
                new DomainObject.ThreatActor(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("threat_actor_types"),
                        in.texts("aliases"),
                        in.optionalTime("first_seen"),
                        in.optionalTime("last_seen"),
                        in.texts("roles"),
                        in.texts("goals"),
                        in.optionalText("sophistication"),
                        in.optionalText("resource_level"),
                        in.optionalText("primary_motivation"),
                        in.texts("secondary_motivations"),
                        in.texts("personal_motivations"),
                        in.common());
            case "tool" ->
                new DomainObject.Tool(
                        in.text("name"),
                        in.optionalText("description"),
                        in.texts("tool_types"),
                        in.texts("aliases"),
                        in.each("kill_chain_phases", KillChainPhase::read),
                        in.optionalText("tool_version"),
                        in.common());
            case "vulnerability" ->
                new DomainObject.Vulnerability(in.text("name"), in.optionalText("description"), in.common());
            default -> null;
        };
    }

    private static @Nullable CyberObservable observable(Members in) throws Misfit {
        return switch (in.type()) {
            case "artifact" ->
                new CyberObservable.Artifact(
                        in.optionalText("mime_type"),
                        in.optionalText("payload_bin"),
                        in.optionalText("url"),
                        in.hashes("hashes"),
                        in.optionalText("encryption_algorithm"),
                        in.optionalText("decryption_key"),
                        in.common());
            case "autonomous-system" ->
                new CyberObservable.AutonomousSystem(
                        in.integer("number"), in.optionalText("name"), in.optionalText("rir"), in.common());
            case "directory" ->
                new CyberObservable.Directory(
                        in.text("path"),
                        in.optionalText("path_enc"),
                        in.optionalTime("ctime"),
                        in.optionalTime("mtime"),
                        in.optionalTime("atime"),
                        in.ids("contains_refs"),
                        in.common());
            case "domain-name" ->
                new CyberObservable.DomainName(in.text("value"), in.ids("resolves_to_refs"), in.common());
            case "email-addr" ->
                new CyberObservable.EmailAddress(
                        in.text("value"),
                        in.optionalText("display_name"),
                        in.optionalId("belongs_to_ref"),
                        in.common());
            case "email-message" ->
                new CyberObservable.EmailMessage(
                        in.bool("is_multipart"),
                        in.optionalTime("date"),
                        in.optionalText("content_type"),
                        in.optionalId("from_ref"),
                        in.optionalId("sender_ref"),
                        in.ids("to_refs"),
                        in.ids("cc_refs"),
                        in.ids("bcc_refs"),
                        in.optionalText("message_id"),
                        in.optionalText("subject"),
                        in.texts("received_lines"),
                        in.dictionary("additional_header_fields"),
                        in.optionalText("body"),
                        in.each("body_multipart", CyberObservable.MimePart::read),
                        in.optionalId("raw_email_ref"),
                        in.common());
            case "file" ->
                new CyberObservable.File(
                        in.hashes("hashes"),
                        in.optionalInteger("size"),
                        in.optionalText("name"),
                        in.optionalText("name_enc"),
                        in.optionalText("magic_number_hex"),
                        in.optionalText("mime_type"),
                        in.optionalTime("ctime"),
                        in.optionalTime("mtime"),
                        in.optionalTime("atime"),
                        in.optionalId("parent_directory_ref"),
                        in.ids("contains_refs"),
                        in.optionalId("content_ref"),
                        in.common());
            case "ipv4-addr" ->
                new CyberObservable.Ipv4Address(
                        in.text("value"), in.ids("resolves_to_refs"), in.ids("belongs_to_refs"), in.common());
            case "ipv6-addr" ->
                new CyberObservable.Ipv6Address(
                        in.text("value"), in.ids("resolves_to_refs"), in.ids("belongs_to_refs"), in.common());
            case "mac-addr" -> new CyberObservable.MacAddress(in.text("value"), in.common());
            case "mutex" -> new CyberObservable.Mutex(in.text("name"), in.common());
            case "network-traffic" ->
                new CyberObservable.NetworkTraffic(
                        in.optionalTime("start"),
                        in.optionalTime("end"),
                        in.optionalBool("is_active"),
                        in.optionalId("src_ref"),
                        in.optionalId("dst_ref"),
                        in.optionalInteger("src_port"),
                        in.optionalInteger("dst_port"),
                        in.texts("protocols"),
                        in.optionalInteger("src_byte_count"),
                        in.optionalInteger("dst_byte_count"),
                        in.optionalInteger("src_packets"),
                        in.optionalInteger("dst_packets"),
                        in.dictionary("ipfix"),
                        in.optionalId("src_payload_ref"),
                        in.optionalId("dst_payload_ref"),
                        in.ids("encapsulates_refs"),
                        in.optionalId("encapsulated_by_ref"),
                        in.common());
            case "process" ->
                new CyberObservable.RunningProcess(
                        in.optionalBool("is_hidden"),
                        in.optionalInteger("pid"),
                        in.optionalTime("created_time"),
                        in.optionalText("cwd"),
                        in.optionalText("command_line"),
                        in.dictionary("environment_variables"),
                        in.ids("opened_connection_refs"),
                        in.optionalId("creator_user_ref"),
                        in.optionalId("image_ref"),
                        in.optionalId("parent_ref"),
                        in.ids("child_refs"),
                        in.common());
            case "software" ->
                new CyberObservable.Software(
                        in.text("name"),
                        in.optionalText("cpe"),
                        in.optionalText("swid"),
                        in.texts("languages"),
                        in.optionalText("vendor"),
                        in.optionalText("version"),
                        in.common());
            case "url" -> new CyberObservable.Url(in.text("value"), in.common());
            case "user-account" ->
                new CyberObservable.UserAccount(
                        in.optionalText("user_id"),
                        in.optionalText("credential"),
                        in.optionalText("account_login"),
                        in.optionalText("account_type"),
                        in.optionalText("display_name"),
                        in.optionalBool("is_service_account"),
                        in.optionalBool("is_privileged"),
                        in.optionalBool("can_escalate_privs"),
                        in.optionalBool("is_disabled"),
                        in.optionalTime("account_created"),
                        in.optionalTime("account_expires"),
                        in.optionalTime("credential_last_changed"),
                        in.optionalTime("account_first_login"),
                        in.optionalTime("account_last_login"),
                        in.common());
            case "windows-registry-key" ->
                new CyberObservable.WindowsRegistryKey(
                        in.optionalText("key"),
                        in.each("values", CyberObservable.RegistryValue::read),
                        in.optionalTime("modified_time"),
                        in.optionalId("creator_user_ref"),
                        in.optionalInteger("number_of_subkeys"),
                        in.common());
            case "x509-certificate" ->
                new CyberObservable.X509Certificate(
                        in.optionalBool("is_self_signed"),
                        in.hashes("hashes"),
                        in.optionalText("version"),
                        in.optionalText("serial_number"),
                        in.optionalText("signature_algorithm"),
                        in.optionalText("issuer"),
                        in.optionalTime("validity_not_before"),
                        in.optionalTime("validity_not_after"),
                        in.optionalText("subject"),
                        in.optionalText("subject_public_key_algorithm"),
                        in.optionalText("subject_public_key_modulus"),
                        in.optionalInteger("subject_public_key_exponent"),
                        in.one("x509_v3_extensions", CyberObservable.X509V3Extensions::read),
                        in.common());
            default -> null;
        };
    }

    private static @Nullable TypedObject relationshipOrMeta(Members in) throws Misfit {
        return switch (in.type()) {
            case "relationship" ->
                new RelationshipObject.Relationship(
                        in.text("relationship_type"),
                        in.optionalText("description"),
                        in.id("source_ref"),
                        in.id("target_ref"),
                        in.optionalTime("start_time"),
                        in.optionalTime("stop_time"),
                        in.common());
            case "sighting" ->
                new RelationshipObject.Sighting(
                        in.optionalText("description"),
                        in.optionalTime("first_seen"),
                        in.optionalTime("last_seen"),
                        in.optionalInteger("count"),
                        in.id("sighting_of_ref"),
                        in.ids("observed_data_refs"),
                        in.ids("where_sighted_refs"),
                        in.optionalBool("summary"),
                        in.common());
            case "language-content" ->
                new MetaObject.LanguageContent(
                        in.id("object_ref"),
                        in.optionalTime("object_modified"),
                        in.dictionary("contents"),
                        in.common());
            case "marking-definition" -> markingDefinition(in);
            case "extension-definition" ->
                new MetaObject.ExtensionDefinition(
                        in.text("name"),
                        in.optionalText("description"),
                        in.text("schema"),
                        in.text("version"),
                        in.texts("extension_types"),
                        in.texts("extension_properties"),
                        in.common());
            default -> null;
        };
    }

    private static MetaObject.MarkingDefinition markingDefinition(Members in) throws Misfit {
        String definitionType = in.optionalText("definition_type");
        return new MetaObject.MarkingDefinition(
                in.optionalText("name"), definitionType, Marking.read(definitionType, in), in.common());
    }
}
