package org.entente.stix.model;

import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The 18 STIX Cyber-observable Objects (section 6) and the parts of them that are objects themselves. */
public sealed interface CyberObservable extends TypedObject {
    /** Bytes, in base64, or the address from which they can be had (section 6.1). */
    record Artifact(
            @Nullable String mimeType,
            @Nullable String payloadBin,
            @Nullable String url,
            Map<String, String> hashes,
            @Nullable String encryptionAlgorithm,
            @Nullable String decryptionKey,
            Common common)
            implements CyberObservable {}

    /** An autonomous system of the Internet (section 6.2). */
    record AutonomousSystem(
            long number, @Nullable String name, @Nullable String rir, Common common) implements CyberObservable {}

    /** A directory of a file system (section 6.3). */
    record Directory(
            String path,
            @Nullable String pathEnc,
            @Nullable Timestamp ctime,
            @Nullable Timestamp mtime,
            @Nullable Timestamp atime,
            List<StixId> containsRefs,
            Common common)
            implements CyberObservable {}

    /** A network domain name (section 6.4). */
    record DomainName(String value, List<StixId> resolvesToRefs, Common common) implements CyberObservable {}

    /** One email address (section 6.5). */
    record EmailAddress(
            String value,
            @Nullable String displayName,
            @Nullable StixId belongsToRef,
            Common common) implements CyberObservable {}

    /** One email message (section 6.6). */
    record EmailMessage(
            boolean isMultipart,
            @Nullable Timestamp date,
            @Nullable String contentType,
            @Nullable StixId fromRef,
            @Nullable StixId senderRef,
            List<StixId> toRefs,
            List<StixId> ccRefs,
            List<StixId> bccRefs,
            @Nullable String messageId,
            @Nullable String subject,
            List<String> receivedLines,
            Map<String, JsonNode> additionalHeaderFields,
            @Nullable String body,
            List<MimePart> bodyMultipart,
            @Nullable StixId rawEmailRef,
            Common common)
            implements CyberObservable {}

    /** A file, as far as its content and its place are known (section 6.7). */
    record File(
            Map<String, String> hashes,
            @Nullable Long size,
            @Nullable String name,
            @Nullable String nameEnc,
            @Nullable String magicNumberHex,
            @Nullable String mimeType,
            @Nullable Timestamp ctime,
            @Nullable Timestamp mtime,
            @Nullable Timestamp atime,
            @Nullable StixId parentDirectoryRef,
            List<StixId> containsRefs,
            @Nullable StixId contentRef,
            Common common)
            implements CyberObservable {}

    /** One or more IPv4 addresses, in CIDR notation (section 6.8). */
    record Ipv4Address(String value, List<StixId> resolvesToRefs, List<StixId> belongsToRefs, Common common)
            implements CyberObservable {}

    /** One or more IPv6 addresses, in CIDR notation (section 6.9). */
    record Ipv6Address(String value, List<StixId> resolvesToRefs, List<StixId> belongsToRefs, Common common)
            implements CyberObservable {}

    /** One media access control address (section 6.10). */
    record MacAddress(String value, Common common) implements CyberObservable {}

    /** A mutual exclusion object (section 6.11). */
    record Mutex(String name, Common common) implements CyberObservable {}

    /** Traffic from a source to a destination (section 6.12). */
    record NetworkTraffic(
            @Nullable Timestamp start,
            @Nullable Timestamp end,
            @Nullable Boolean isActive,
            @Nullable StixId srcRef,
            @Nullable StixId dstRef,
            @Nullable Long srcPort,
            @Nullable Long dstPort,
            List<String> protocols,
            @Nullable Long srcByteCount,
            @Nullable Long dstByteCount,
            @Nullable Long srcPackets,
            @Nullable Long dstPackets,
            Map<String, JsonNode> ipfix,
            @Nullable StixId srcPayloadRef,
            @Nullable StixId dstPayloadRef,
            List<StixId> encapsulatesRefs,
            @Nullable StixId encapsulatedByRef,
            Common common)
            implements CyberObservable {}

    /** An instance of a program as it runs (section 6.13). */
    record RunningProcess(
            @Nullable Boolean isHidden,
            @Nullable Long pid,
            @Nullable Timestamp createdTime,
            @Nullable String cwd,
            @Nullable String commandLine,
            Map<String, JsonNode> environmentVariables,
            List<StixId> openedConnectionRefs,
            @Nullable StixId creatorUserRef,
            @Nullable StixId imageRef,
            @Nullable StixId parentRef,
            List<StixId> childRefs,
            Common common)
            implements CyberObservable {}

    /** A software product (section 6.14). */
    record Software(
            String name,
            @Nullable String cpe,
            @Nullable String swid,
            List<String> languages,
            @Nullable String vendor,
            @Nullable String version,
            Common common)
            implements CyberObservable {}

    /** One URL (section 6.15). */
    record Url(String value, Common common) implements CyberObservable {}

    /** An account of any kind of user (section 6.16). */
    record UserAccount(
            @Nullable String userId,
            @Nullable String credential,
            @Nullable String accountLogin,
            @Nullable String accountType,
            @Nullable String displayName,
            @Nullable Boolean isServiceAccount,
            @Nullable Boolean isPrivileged,
            @Nullable Boolean canEscalatePrivs,
            @Nullable Boolean isDisabled,
            @Nullable Timestamp accountCreated,
            @Nullable Timestamp accountExpires,
            @Nullable Timestamp credentialLastChanged,
            @Nullable Timestamp accountFirstLogin,
            @Nullable Timestamp accountLastLogin,
            Common common)
            implements CyberObservable {}

    /** A key of the Windows registry (section 6.17). */
    record WindowsRegistryKey(
            @Nullable String key,
            List<RegistryValue> values,
            @Nullable Timestamp modifiedTime,
            @Nullable StixId creatorUserRef,
            @Nullable Long numberOfSubkeys,
            Common common)
            implements CyberObservable {}

    /** An X.509 certificate (section 6.18). */
    record X509Certificate(
            @Nullable Boolean isSelfSigned,
            Map<String, String> hashes,
            @Nullable String version,
            @Nullable String serialNumber,
            @Nullable String signatureAlgorithm,
            @Nullable String issuer,
            @Nullable Timestamp validityNotBefore,
            @Nullable Timestamp validityNotAfter,
            @Nullable String subject,
            @Nullable String subjectPublicKeyAlgorithm,
            @Nullable String subjectPublicKeyModulus,
            @Nullable Long subjectPublicKeyExponent,
            @Nullable X509V3Extensions x509V3Extensions,
            Common common)
            implements CyberObservable {}

    /** A part of an email body (section 6.6.2). */
    record MimePart(
            @Nullable String body,
            @Nullable StixId bodyRawRef,
            @Nullable String contentType,
            @Nullable String contentDisposition,
            Map<String, JsonNode> other) {
        static MimePart read(Members in) throws Misfit {
            return new MimePart(
                    in.optionalText("body"),
                    in.optionalId("body_raw_ref"),
                    in.optionalText("content_type"),
                    in.optionalText("content_disposition"),
                    in.rest());
        }
    }

    /** A value of a registry key (section 6.17.2). */
    record RegistryValue(
            @Nullable String name,
            @Nullable String data,
            @Nullable String dataType,
            Map<String, JsonNode> other) {
        static RegistryValue read(Members in) throws Misfit {
            return new RegistryValue(
                    in.optionalText("name"), in.optionalText("data"), in.optionalText("data_type"), in.rest());
        }
    }

    /** The extensions of a certificate, as text (section 6.18.2). */
    record X509V3Extensions(
            @Nullable String basicConstraints,
            @Nullable String nameConstraints,
            @Nullable String policyConstraints,
            @Nullable String keyUsage,
            @Nullable String extendedKeyUsage,
            @Nullable String subjectKeyIdentifier,
            @Nullable String authorityKeyIdentifier,
            @Nullable String subjectAlternativeName,
            @Nullable String issuerAlternativeName,
            @Nullable String subjectDirectoryAttributes,
            @Nullable String crlDistributionPoints,
            @Nullable String inhibitAnyPolicy,
            @Nullable Timestamp privateKeyUsagePeriodNotBefore,
            @Nullable Timestamp privateKeyUsagePeriodNotAfter,
            @Nullable String certificatePolicies,
            @Nullable String policyMappings,
            Map<String, JsonNode> other) {
        static X509V3Extensions read(Members in) throws Misfit {
            return new X509V3Extensions(
                    in.optionalText("basic_constraints"),
                    in.optionalText("name_constraints"),
                    in.optionalText("policy_constraints"),
                    in.optionalText("key_usage"),
                    in.optionalText("extended_key_usage"),
                    in.optionalText("subject_key_identifier"),
                    in.optionalText("authority_key_identifier"),
                    in.optionalText("subject_alternative_name"),
                    in.optionalText("issuer_alternative_name"),
                    in.optionalText("subject_directory_attributes"),
                    in.optionalText("crl_distribution_points"),
                    in.optionalText("inhibit_any_policy"),
                    in.optionalTime("private_key_usage_period_not_before"),
                    in.optionalTime("private_key_usage_period_not_after"),
                    in.optionalText("certificate_policies"),
                    in.optionalText("policy_mappings"),
                    in.rest());
        }
    }
}
