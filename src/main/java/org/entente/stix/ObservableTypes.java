package org.entente.stix;

import static org.entente.stix.Types.BINARY;
import static org.entente.stix.Types.BOOLEAN;
import static org.entente.stix.Types.HASHES;
import static org.entente.stix.Types.HEX;
import static org.entente.stix.Types.INTEGER;
import static org.entente.stix.Types.INTEGER_OR_STRING;
import static org.entente.stix.Types.NOT_NEGATIVE;
import static org.entente.stix.Types.PORT;
import static org.entente.stix.Types.STRING;
import static org.entente.stix.Types.TIMESTAMP;
import static org.entente.stix.Types.dictionary;
import static org.entente.stix.Types.listOf;
import static org.entente.stix.Types.reference;
import static org.entente.stix.Types.references;
import static org.entente.stix.Types.string;
import static org.entente.stix.Types.term;

import java.util.List;
import org.entente.stix.Constraint.Judgement;

/** The cyber-observable objects (STIX 2.1 section 6), as the standard's tables have them. */
final class ObservableTypes {
    private static final String[] ENDPOINTS = {"ipv4-addr", "ipv6-addr", "mac-addr", "domain-name"};

    private static final ObjectType ARTIFACT = sco("artifact", "6.1.1")
            .optional(string(StringForm.MEDIA_TYPE), "mime_type")
            .optional(BINARY, "payload_bin")
            .optional(string(StringForm.URL), "url")
            .optional(HASHES, "hashes")
            .optional(term(Vocabulary.ENCRYPTION_ALGORITHM), "encryption_algorithm")
            .optional(STRING, "decryption_key")
            .oneOf("payload_bin", "url")
            .notBoth("payload_bin", "url")
            .needs("url", "hashes")
            .needs("decryption_key", "encryption_algorithm")
            .identifiedBy("hashes", "payload_bin")
            .build();

    private static final ObjectType AUTONOMOUS_SYSTEM = sco("autonomous-system", "6.2.1")
            .required(INTEGER, "number")
            .optional(STRING, "name", "rir")
            .identifiedBy("number")
            .build();

    private static final ObjectType DIRECTORY = sco("directory", "6.3.1")
            .required(STRING, "path")
            .optional(string(StringForm.CHARACTER_SET), "path_enc")
            .optional(TIMESTAMP, "ctime", "mtime", "atime")
            .optional(references("file", "directory"), "contains_refs")
            .identifiedBy("path")
            .build();

    private static final ObjectType DOMAIN_NAME = sco("domain-name", "6.4.1")
            .required(string(StringForm.DOMAIN_NAME), "value")
            .optional(references("ipv4-addr", "ipv6-addr", "domain-name"), "resolves_to_refs")
            .identifiedBy("value")
            .build();

    private static final ObjectType EMAIL_ADDR = sco("email-addr", "6.5.1")
            .required(string(StringForm.EMAIL_ADDRESS), "value")
            .optional(STRING, "display_name")
            .optional(reference("user-account"), "belongs_to_ref")
            .identifiedBy("value")
            .build();

    private static final ObjectType EMAIL_MESSAGE = sco("email-message", "6.6.1")
            .required(BOOLEAN, "is_multipart")
            .optional(TIMESTAMP, "date")
            .optional(STRING, "content_type")
            .optional(reference("email-addr"), "from_ref", "sender_ref")
            .optional(references("email-addr"), "to_refs", "cc_refs", "bcc_refs")
            .optional(STRING, "message_id", "subject")
            .optional(listOf(STRING), "received_lines")
            .optional(dictionary(KeyForm.CASE_KEPT, listOf(STRING)), "additional_header_fields")
            .optional(STRING, "body")
            .optional(ObservableExtensions.MIME_PARTS, "body_multipart")
            .optional(reference("artifact"), "raw_email_ref")
            .judged(Judgement.MULTIPART)
            .identifiedBy("from_ref", "subject", "body")
            .build();

    private static final ObjectType FILE = sco("file", "6.7.1")
            .optional(HASHES, "hashes")
            .optional(NOT_NEGATIVE, "size")
            .optional(STRING, "name")
            .optional(string(StringForm.CHARACTER_SET), "name_enc")
            .optional(HEX, "magic_number_hex")
            .optional(string(StringForm.MEDIA_TYPE), "mime_type")
            .optional(TIMESTAMP, "ctime", "mtime", "atime")
            .optional(reference("directory"), "parent_directory_ref")
            .optional(references(Targets.OBSERVABLE), "contains_refs")
            .optional(reference("artifact"), "content_ref")
            .oneOf("hashes", "name")
            .needs("name_enc", "name")
            .extensions(
                    ObservableExtensions.ARCHIVE,
                    ObservableExtensions.NTFS,
                    ObservableExtensions.PDF,
                    ObservableExtensions.RASTER_IMAGE,
                    ObservableExtensions.PE_BINARY)
            .identifiedBy("hashes", "name", "parent_directory_ref", "extensions")
            .build();

    private static final ObjectType IPV4_ADDR = sco("ipv4-addr", "6.8.1")
            .required(string(StringForm.IPV4), "value")
            .optional(references("mac-addr"), "resolves_to_refs")
            .optional(references("autonomous-system"), "belongs_to_refs")
            .identifiedBy("value")
            .build();

    private static final ObjectType IPV6_ADDR = sco("ipv6-addr", "6.9.1")
            .required(string(StringForm.IPV6), "value")
            .optional(references("mac-addr"), "resolves_to_refs")
            .optional(references("autonomous-system"), "belongs_to_refs")
            .identifiedBy("value")
            .build();

    private static final ObjectType MAC_ADDR = sco("mac-addr", "6.10.1")
            .required(string(StringForm.MAC), "value")
            .identifiedBy("value")
            .build();

    private static final ObjectType MUTEX =
            sco("mutex", "6.11.1").required(STRING, "name").identifiedBy("name").build();

    private static final ObjectType NETWORK_TRAFFIC = sco("network-traffic", "6.12.1")
            .optional(TIMESTAMP, "start", "end")
            .optional(BOOLEAN, "is_active")
            .optional(reference(ENDPOINTS), "src_ref", "dst_ref")
            .optional(PORT, "src_port", "dst_port")
            .required(listOf(string(StringForm.PROTOCOL)), "protocols")
            .optional(INTEGER, "src_byte_count", "dst_byte_count", "src_packets", "dst_packets")
            .optional(dictionary(KeyForm.CASE_KEPT, INTEGER_OR_STRING), "ipfix")
            .optional(reference("artifact"), "src_payload_ref", "dst_payload_ref")
            .optional(references("network-traffic"), "encapsulates_refs")
            .optional(reference("network-traffic"), "encapsulated_by_ref")
            .oneOf("src_ref", "dst_ref")
            .notBefore("start", "end")
            .judged(Judgement.TRAFFIC_ENDED)
            .suggested("src_port", "dst_port")
            .extensions(
                    ObservableExtensions.HTTP_REQUEST,
                    ObservableExtensions.ICMP,
                    ObservableExtensions.SOCKET,
                    ObservableExtensions.TCP)
            .identifiedBy("start", "end", "src_ref", "dst_ref", "src_port", "dst_port", "protocols", "extensions")
            .build();

    private static final ObjectType PROCESS = sco("process", "6.13.1")
            .optional(BOOLEAN, "is_hidden")
            .optional(INTEGER, "pid")
            .optional(TIMESTAMP, "created_time")
            .optional(STRING, "cwd", "command_line")
            .optional(dictionary(KeyForm.CASE_KEPT, STRING), "environment_variables")
            .optional(references("network-traffic"), "opened_connection_refs")
            .optional(reference("user-account"), "creator_user_ref")
            .optional(reference("file"), "image_ref")
            .optional(reference("process"), "parent_ref")
            .optional(references("process"), "child_refs")
            .anyOfThese()
            .extensions(ObservableExtensions.WINDOWS_PROCESS, ObservableExtensions.WINDOWS_SERVICE)
            .build();

    private static final ObjectType SOFTWARE = sco("software", "6.14.1")
            .required(STRING, "name")
            .optional(string(StringForm.CPE), "cpe")
            .optional(STRING, "swid")
            .optional(listOf(string(StringForm.LANGUAGE)), "languages")
            .optional(STRING, "vendor", "version")
            .identifiedBy("name", "cpe", "swid", "vendor", "version")
            .build();

    private static final ObjectType URL = sco("url", "6.15.1")
            .required(string(StringForm.URL), "value")
            .identifiedBy("value")
            .build();

    private static final ObjectType USER_ACCOUNT = sco("user-account", "6.16.1")
            .optional(STRING, "user_id", "credential", "account_login")
            .optional(term(Vocabulary.ACCOUNT_TYPE), "account_type")
            .optional(STRING, "display_name")
            .optional(BOOLEAN, "is_service_account", "is_privileged", "can_escalate_privs", "is_disabled")
            .optional(TIMESTAMP, "account_created", "account_expires", "credential_last_changed")
            .optional(TIMESTAMP, "account_first_login", "account_last_login")
            .anyOfThese()
            .extensions(ObservableExtensions.UNIX_ACCOUNT)
            .identifiedBy("account_type", "user_id", "account_login")
            .build();

    private static final ObjectType WINDOWS_REGISTRY_KEY = sco("windows-registry-key", "6.17.1")
            .optional(string(StringForm.REGISTRY_KEY), "key")
            .optional(ObservableExtensions.REGISTRY_VALUES, "values")
            .optional(TIMESTAMP, "modified_time")
            .optional(reference("user-account"), "creator_user_ref")
            .optional(INTEGER, "number_of_subkeys")
            .anyOfThese()
            .identifiedBy("key", "values")
            .build();

    private static final ObjectType X509_CERTIFICATE = sco("x509-certificate", "6.18.1")
            .optional(BOOLEAN, "is_self_signed")
            .optional(HASHES, "hashes")
            .optional(STRING, "version", "serial_number", "signature_algorithm", "issuer")
            .optional(TIMESTAMP, "validity_not_before", "validity_not_after")
            .optional(STRING, "subject", "subject_public_key_algorithm", "subject_public_key_modulus")
            .optional(INTEGER, "subject_public_key_exponent")
            .optional(ObservableExtensions.X509_V3, "x509_v3_extensions")
            .anyOfThese()
            .identifiedBy("hashes", "serial_number")
            .build();

    static final List<ObjectType> ALL = List.of(
            ARTIFACT,
            AUTONOMOUS_SYSTEM,
            DIRECTORY,
            DOMAIN_NAME,
            EMAIL_ADDR,
            EMAIL_MESSAGE,
            FILE,
            IPV4_ADDR,
            IPV6_ADDR,
            MAC_ADDR,
            MUTEX,
            NETWORK_TRAFFIC,
            PROCESS,
            SOFTWARE,
            URL,
            USER_ACCOUNT,
            WINDOWS_REGISTRY_KEY,
            X509_CERTIFICATE);

    private ObservableTypes() {}

    private static ObjectType.Builder sco(String name, String section) {
        return ObjectType.of(Kind.OBSERVABLE, name, section);
    }
}
