package org.entente.stix;

import static org.entente.stix.Types.ANYTHING;
import static org.entente.stix.Types.BOOLEAN;
import static org.entente.stix.Types.FLOAT;
import static org.entente.stix.Types.HASHES;
import static org.entente.stix.Types.HEX;
import static org.entente.stix.Types.INTEGER;
import static org.entente.stix.Types.INTEGER_OR_STRING;
import static org.entente.stix.Types.NOT_NEGATIVE;
import static org.entente.stix.Types.STRING;
import static org.entente.stix.Types.TIMESTAMP;
import static org.entente.stix.Types.dictionary;
import static org.entente.stix.Types.listOf;
import static org.entente.stix.Types.part;
import static org.entente.stix.Types.reference;
import static org.entente.stix.Types.references;
import static org.entente.stix.Types.string;
import static org.entente.stix.Types.term;

/** The predefined extensions of observables (STIX 2.1 section 3.10), and the types that stand within observables. */
final class ObservableExtensions {
    static final Structure ARCHIVE = Structure.named("archive-ext", "6.7.2")
            .required(references("file", "directory"), "contains_refs")
            .optional(STRING, "comment")
            .build();

    static final Structure NTFS = Structure.named("ntfs-ext", "6.7.3")
            .optional(STRING, "sid")
            .optional(
                    listOf(part(Structure.named("alternate-data-stream-type", "6.7.3.2")
                            .required(STRING, "name")
                            .optional(HASHES, "hashes")
                            .optional(NOT_NEGATIVE, "size"))),
                    "alternate_data_streams")
            .anyOfThese()
            .build();

    static final Structure PDF = Structure.named("pdf-ext", "6.7.4")
            .optional(STRING, "version")
            .optional(BOOLEAN, "is_optimized")
            .optional(dictionary(KeyForm.PDF_INFORMATION, STRING), "document_info_dict")
            .optional(STRING, "pdfid0", "pdfid1")
            .anyOfThese()
            .build();

    static final Structure RASTER_IMAGE = Structure.named("raster-image-ext", "6.7.5")
            .optional(INTEGER, "image_height", "image_width", "bits_per_pixel")
            .optional(dictionary(KeyForm.CASE_KEPT, INTEGER_OR_STRING), "exif_tags")
            .anyOfThese()
            .build();

    static final Structure PE_BINARY = Structure.named("windows-pebinary-ext", "6.7.6")
            .required(term(Vocabulary.PE_TYPE), "pe_type")
            .optional(STRING, "imphash")
            .optional(HEX, "machine_hex")
            .optional(NOT_NEGATIVE, "number_of_sections")
            .optional(new ValueType.Time(true), "time_date_stamp")
            .optional(HEX, "pointer_to_symbol_table_hex")
            .optional(NOT_NEGATIVE, "number_of_symbols", "size_of_optional_header")
            .optional(HEX, "characteristics_hex")
            .optional(HASHES, "file_header_hashes")
            .optional(part(optionalHeader()), "optional_header")
            .optional(
                    listOf(part(Structure.named("windows-pe-section-type", "6.7.6.3")
                            .required(STRING, "name")
                            .optional(NOT_NEGATIVE, "size")
                            .optional(FLOAT, "entropy")
                            .optional(HASHES, "hashes"))),
                    "sections")
            .anyOfThese()
            .build();

    static final Structure HTTP_REQUEST = Structure.named("http-request-ext", "6.12.2")
            .required(STRING, "request_method", "request_value")
            .optional(STRING, "request_version")
            .optional(dictionary(KeyForm.CASE_KEPT, listOf(STRING)), "request_header")
            .optional(INTEGER, "message_body_length")
            .optional(reference("artifact"), "message_body_data_ref")
            .build();

    static final Structure ICMP = Structure.named("icmp-ext", "6.12.3")
            .required(HEX, "icmp_type_hex", "icmp_code_hex")
            .build();

    static final Structure SOCKET = Structure.named("socket-ext", "6.12.4")
            .required(term(Vocabulary.SOCKET_ADDRESS_FAMILY), "address_family")
            .optional(BOOLEAN, "is_blocking", "is_listening")
            .optional(dictionary(KeyForm.SOCKET_OPTION, INTEGER), "options")
            .optional(term(Vocabulary.SOCKET_TYPE), "socket_type")
            .optional(NOT_NEGATIVE, "socket_descriptor")
            .optional(INTEGER, "socket_handle")
            .build();

    static final Structure TCP = Structure.named("tcp-ext", "6.12.5")
            .optional(HEX, "src_flags_hex", "dst_flags_hex")
            .anyOfThese()
            .build();

    /** The standard calls its title window_title, the text of errata 01 windows_title; both are read. */
    static final Structure WINDOWS_PROCESS = Structure.named("windows-process-ext", "6.13.2")
            .optional(BOOLEAN, "aslr_enabled", "dep_enabled")
            .optional(string(StringForm.PRIORITY_CLASS), "priority")
            .optional(STRING, "owner_sid", "window_title", "windows_title")
            .optional(dictionary(KeyForm.CASE_KEPT, ANYTHING), "startup_info")
            .optional(term(Vocabulary.INTEGRITY_LEVEL), "integrity_level")
            .anyOfThese()
            .build();

    static final Structure WINDOWS_SERVICE = Structure.named("windows-service-ext", "6.13.3")
            .optional(STRING, "service_name")
            .optional(listOf(STRING), "descriptions")
            .optional(STRING, "display_name", "group_name")
            .optional(term(Vocabulary.SERVICE_START_TYPE), "start_type")
            .optional(references("file"), "service_dll_refs")
            .optional(term(Vocabulary.SERVICE_TYPE), "service_type")
            .optional(term(Vocabulary.SERVICE_STATUS), "service_status")
            .anyOfThese()
            .build();

    static final Structure UNIX_ACCOUNT = Structure.named("unix-account-ext", "6.16.2")
            .optional(INTEGER, "gid")
            .optional(listOf(STRING), "groups")
            .optional(STRING, "home_dir", "shell")
            .anyOfThese()
            .build();

    static final ValueType MIME_PARTS = listOf(part(Structure.named("email-mime-part-type", "6.6.2")
            .optional(STRING, "body")
            .optional(reference("artifact", "file"), "body_raw_ref")
            .optional(STRING, "content_type", "content_disposition")
            .oneOf("body", "body_raw_ref")));

    static final ValueType REGISTRY_VALUES = listOf(part(Structure.named("windows-registry-value-type", "6.17.2")
            .optional(STRING, "name", "data")
            .optional(term(Vocabulary.REGISTRY_DATATYPE), "data_type")
            .anyOfThese()));

    static final ValueType X509_V3 = part(Structure.named("x509-v3-extensions-type", "6.18.2")
            .optional(
                    STRING,
                    "basic_constraints",
                    "name_constraints",
                    "policy_constraints",
                    "key_usage",
                    "extended_key_usage",
                    "subject_key_identifier",
                    "authority_key_identifier",
                    "subject_alternative_name",
                    "issuer_alternative_name",
                    "subject_directory_attributes",
                    "crl_distribution_points",
                    "inhibit_any_policy")
            .optional(TIMESTAMP, "private_key_usage_period_not_before", "private_key_usage_period_not_after")
            .optional(STRING, "certificate_policies", "policy_mappings")
            .anyOfThese());

    private ObservableExtensions() {}

    private static Structure.Builder optionalHeader() {
        return Structure.named("windows-pe-optional-header-type", "6.7.6.2")
                .optional(HEX, "magic_hex")
                .optional(INTEGER, "major_linker_version", "minor_linker_version")
                .optional(NOT_NEGATIVE, "size_of_code", "size_of_initialized_data", "size_of_uninitialized_data")
                .optional(INTEGER, "address_of_entry_point", "base_of_code", "base_of_data", "image_base")
                .optional(INTEGER, "section_alignment", "file_alignment")
                .optional(INTEGER, "major_os_version", "minor_os_version", "major_image_version")
                .optional(INTEGER, "minor_image_version", "major_subsystem_version", "minor_subsystem_version")
                .optional(HEX, "win32_version_value_hex")
                .optional(NOT_NEGATIVE, "size_of_image", "size_of_headers")
                .optional(HEX, "checksum_hex", "subsystem_hex", "dll_characteristics_hex")
                .optional(NOT_NEGATIVE, "size_of_stack_reserve", "size_of_stack_commit")
                .optional(NOT_NEGATIVE, "size_of_heap_reserve", "size_of_heap_commit")
                .optional(HEX, "loader_flags_hex")
                .optional(INTEGER, "number_of_rva_and_sizes")
                .optional(HASHES, "hashes")
                .anyOfThese();
    }
}
