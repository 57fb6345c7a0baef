package org.entente.intake;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The templates of MISP objects whose attributes say different things of one thing, by the relation of the attribute.
 * Attributes of other templates and other relations are taken one by one, as {@link AttributeTypes} has them.
 */
final class ObjectTemplates {
    private static final Map<String, Map<String, String>> PATHS = paths();

    private ObjectTemplates() {}

    /** The path for an attribute of that relation in an object of that template, or null. */
    static @Nullable String path(String template, String relation) {
        return PATHS.getOrDefault(template, Map.of()).get(relation);
    }

    static Map<String, Map<String, String>> all() {
        return PATHS;
    }

    private static Map<String, Map<String, String>> paths() {
        Map<String, Map<String, String>> all = new HashMap<>();
        all.put("file", file());
        all.put(
                "domain-ip",
                Map.of(
                        "domain", "domain-name:value",
                        "hostname", "domain-name:value",
                        "ip", "domain-name:resolves_to_refs[*]/ip-addr.value"));
        all.put(
                "ip-port",
                Map.of(
                        "ip", "network-traffic:dst_ref/ip-addr.value",
                        "ip-dst", "network-traffic:dst_ref/ip-addr.value",
                        "ip-src", "network-traffic:src_ref/ip-addr.value",
                        "dst-port", "network-traffic:dst_port",
                        "src-port", "network-traffic:src_port"));
        all.put(
                "network-connection",
                Map.of(
                        "ip-dst", "network-traffic:dst_ref/ip-addr.value",
                        "ip-src", "network-traffic:src_ref/ip-addr.value",
                        "dst-port", "network-traffic:dst_port",
                        "src-port", "network-traffic:src_port",
                        "layer3-protocol", "network-traffic:protocols[*]",
                        "layer4-protocol", "network-traffic:protocols[*]",
                        "layer7-protocol", "network-traffic:protocols[*]"));
        all.put("email", email());
        all.put("url", Map.of("url", "url:value"));
        all.put(
                "process",
                Map.of(
                        "pid", "process:pid",
                        "command-line", "process:command_line",
                        "current-directory", "process:cwd",
                        "creation-time", "process:created_time",
                        "name", "process:image_ref/file.name",
                        "image", "process:image_ref/file.name"));
        all.put(
                "registry-key",
                Map.of(
                        "key", "windows-registry-key:key",
                        "name", "windows-registry-key:values[*].name",
                        "data", "windows-registry-key:values[*].data",
                        "data-type", "windows-registry-key:values[*].data_type",
                        "last-modified", "windows-registry-key:modified_time"));
        all.put("x509", x509());
        all.put(
                "user-account",
                Map.of(
                        "username", "user-account:account_login",
                        "user-id", "user-account:user_id",
                        "account-type", "user-account:account_type",
                        "display-name", "user-account:display_name",
                        "password", "user-account:credential"));
        all.put("asn", Map.of("asn", "autonomous-system:number", "description", "autonomous-system:name"));
        all.put("mutex", Map.of("name", "mutex:name"));
        return all;
    }

    private static Map<String, String> file() {
        return Map.ofEntries(
                Map.entry("filename", "file:name"),
                Map.entry("md5", "file:hashes.MD5"),
                Map.entry("sha1", "file:hashes.'SHA-1'"),
                Map.entry("sha224", "file:hashes.'SHA-224'"),
                Map.entry("sha256", "file:hashes.'SHA-256'"),
                Map.entry("sha384", "file:hashes.'SHA-384'"),
                Map.entry("sha512", "file:hashes.'SHA-512'"),
                Map.entry("ssdeep", "file:hashes.SSDEEP"),
                Map.entry("tlsh", "file:hashes.TLSH"),
                Map.entry("size-in-bytes", "file:size"),
                Map.entry("mimetype", "file:mime_type"),
                Map.entry("path", "file:parent_directory_ref/directory.path"),
                Map.entry("creation-time", "file:ctime"),
                Map.entry("modification-time", "file:mtime"),
                Map.entry("access-time", "file:atime"));
    }

    private static Map<String, String> email() {
        return Map.ofEntries(
                Map.entry("from", "email-message:from_ref/email-addr.value"),
                Map.entry("from-display-name", "email-message:from_ref/email-addr.display_name"),
                Map.entry("to", "email-message:to_refs[*]/email-addr.value"),
                Map.entry("cc", "email-message:cc_refs[*]/email-addr.value"),
                Map.entry("bcc", "email-message:bcc_refs[*]/email-addr.value"),
                Map.entry("subject", "email-message:subject"),
                Map.entry("email-body", "email-message:body"),
                Map.entry("message-id", "email-message:message_id"),
                Map.entry("send-date", "email-message:date"),
                Map.entry("reply-to", "email-message:additional_header_fields.'Reply-To'[*]"),
                Map.entry("x-mailer", "email-message:additional_header_fields.'X-Mailer'[*]"));
    }

    private static Map<String, String> x509() {
        return Map.ofEntries(
                Map.entry("x509-fingerprint-md5", "x509-certificate:hashes.MD5"),
                Map.entry("x509-fingerprint-sha1", "x509-certificate:hashes.'SHA-1'"),
                Map.entry("x509-fingerprint-sha256", "x509-certificate:hashes.'SHA-256'"),
                Map.entry("serial-number", "x509-certificate:serial_number"),
                Map.entry("issuer", "x509-certificate:issuer"),
                Map.entry("subject", "x509-certificate:subject"),
                Map.entry("version", "x509-certificate:version"),
                Map.entry("signature_algorithm", "x509-certificate:signature_algorithm"),
                Map.entry("validity-not-before", "x509-certificate:validity_not_before"),
                Map.entry("validity-not-after", "x509-certificate:validity_not_after"),
                Map.entry("pubkey-info-algorithm", "x509-certificate:subject_public_key_algorithm"),
                Map.entry("pubkey-info-modulus", "x509-certificate:subject_public_key_modulus"),
                Map.entry("pubkey-info-exponent", "x509-certificate:subject_public_key_exponent"));
    }
}
