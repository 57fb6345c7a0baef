package org.entente.stix.model;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What an object's {@code extensions} hold under one key (section 3.2): an extension that the standard predefines for the
 * object's type (section 3.10), or any other.
 */
public sealed interface Extension {
    /**
     * An extension by an extension definition (section 7.3), or one that is predefined for another type.
     *
     * @param extensionType what it does, as written; null where it does not say
     * @param properties all properties, {@code extension_type} included
     */
    record Other(@Nullable String extensionType, Map<String, JsonNode> properties) implements Extension {}

    /** Of a file that is an archive: {@code archive-ext} (section 6.7.2). */
    record Archive(List<StixId> containsRefs, @Nullable String comment, Map<String, JsonNode> other)
            implements Extension {}

    /** Of a file on an NTFS file system: {@code ntfs-ext} (section 6.7.3). */
    record Ntfs(@Nullable String sid, List<AlternateDataStream> alternateDataStreams, Map<String, JsonNode> other)
            implements Extension {}

    /** Of a PDF file: {@code pdf-ext} (section 6.7.4). */
    record Pdf(
            @Nullable String version,
            @Nullable Boolean isOptimized,
            Map<String, JsonNode> documentInfoDict,
            @Nullable String pdfid0,
            @Nullable String pdfid1,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of a raster image: {@code raster-image-ext} (section 6.7.5). */
    record RasterImage(
            @Nullable Long imageHeight,
            @Nullable Long imageWidth,
            @Nullable Long bitsPerPixel,
            Map<String, JsonNode> exifTags,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of a Windows program: {@code windows-pebinary-ext} (section 6.7.6). */
    record WindowsPeBinary(
            String peType,
            @Nullable String imphash,
            @Nullable String machineHex,
            @Nullable Long numberOfSections,
            @Nullable Timestamp timeDateStamp,
            @Nullable String pointerToSymbolTableHex,
            @Nullable Long numberOfSymbols,
            @Nullable Long sizeOfOptionalHeader,
            @Nullable String characteristicsHex,
            Map<String, String> fileHeaderHashes,
            @Nullable PeOptionalHeader optionalHeader,
            List<PeSection> sections,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of traffic that is an HTTP request: {@code http-request-ext} (section 6.12.2). */
    record HttpRequest(
            String requestMethod,
            String requestValue,
            @Nullable String requestVersion,
            Map<String, JsonNode> requestHeader,
            @Nullable Long messageBodyLength,
            @Nullable StixId messageBodyDataRef,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of ICMP traffic: {@code icmp-ext} (section 6.12.3). */
    record Icmp(String icmpTypeHex, String icmpCodeHex, Map<String, JsonNode> other) implements Extension {}

    /** Of traffic by a network socket: {@code socket-ext} (section 6.12.4). */
    record NetworkSocket(
            String addressFamily,
            @Nullable Boolean isBlocking,
            @Nullable Boolean isListening,
            Map<String, JsonNode> options,
            @Nullable String socketType,
            @Nullable Long socketDescriptor,
            @Nullable Long socketHandle,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of TCP traffic: {@code tcp-ext} (section 6.12.5). */
    record Tcp(@Nullable String srcFlagsHex, @Nullable String dstFlagsHex, Map<String, JsonNode> other)
            implements Extension {}

    /** Of a process on Windows: {@code windows-process-ext} (section 6.13.2). */
    record WindowsProcess(
            @Nullable Boolean aslrEnabled,
            @Nullable Boolean depEnabled,
            @Nullable String priority,
            @Nullable String ownerSid,
            @Nullable String windowTitle,
            Map<String, JsonNode> startupInfo,
            @Nullable String integrityLevel,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of a process that is a Windows service: {@code windows-service-ext} (section 6.13.3). */
    record WindowsService(
            @Nullable String serviceName,
            List<String> descriptions,
            @Nullable String displayName,
            @Nullable String groupName,
            @Nullable String startType,
            List<StixId> serviceDllRefs,
            @Nullable String serviceType,
            @Nullable String serviceStatus,
            Map<String, JsonNode> other)
            implements Extension {}

    /** Of an account on a UNIX system: {@code unix-account-ext} (section 6.16.2). */
    record UnixAccount(
            @Nullable Long gid,
            List<String> groups,
            @Nullable String homeDir,
            @Nullable String shell,
            Map<String, JsonNode> other)
            implements Extension {}

    /** A stream beside the content of a file (section 6.7.3). */
    record AlternateDataStream(
            String name,
            Map<String, String> hashes,
            @Nullable Long size,
            Map<String, JsonNode> other) {
        static AlternateDataStream read(Members in) throws Misfit {
            return new AlternateDataStream(in.text("name"), in.hashes("hashes"), in.optionalInteger("size"), in.rest());
        }
    }

    /** The optional header of a Windows program (section 6.7.6). */
    record PeOptionalHeader(
            @Nullable String magicHex,
            @Nullable Long majorLinkerVersion,
            @Nullable Long minorLinkerVersion,
            @Nullable Long sizeOfCode,
            @Nullable Long sizeOfInitializedData,
            @Nullable Long sizeOfUninitializedData,
            @Nullable Long addressOfEntryPoint,
            @Nullable Long baseOfCode,
            @Nullable Long baseOfData,
            @Nullable Long imageBase,
            @Nullable Long sectionAlignment,
            @Nullable Long fileAlignment,
            @Nullable Long majorOsVersion,
            @Nullable Long minorOsVersion,
            @Nullable Long majorImageVersion,
            @Nullable Long minorImageVersion,
            @Nullable Long majorSubsystemVersion,
            @Nullable Long minorSubsystemVersion,
            @Nullable String win32VersionValueHex,
            @Nullable Long sizeOfImage,
            @Nullable Long sizeOfHeaders,
            @Nullable String checksumHex,
            @Nullable String subsystemHex,
            @Nullable String dllCharacteristicsHex,
            @Nullable Long sizeOfStackReserve,
            @Nullable Long sizeOfStackCommit,
            @Nullable Long sizeOfHeapReserve,
            @Nullable Long sizeOfHeapCommit,
            @Nullable String loaderFlagsHex,
            @Nullable Long numberOfRvaAndSizes,
            Map<String, String> hashes,
            Map<String, JsonNode> other) {
        static PeOptionalHeader read(Members in) throws Misfit {
            return new PeOptionalHeader(
                    in.optionalText("magic_hex"),
                    in.optionalInteger("major_linker_version"),
                    in.optionalInteger("minor_linker_version"),
                    in.optionalInteger("size_of_code"),
                    in.optionalInteger("size_of_initialized_data"),
                    in.optionalInteger("size_of_uninitialized_data"),
                    in.optionalInteger("address_of_entry_point"),
                    in.optionalInteger("base_of_code"),
                    in.optionalInteger("base_of_data"),
                    in.optionalInteger("image_base"),
                    in.optionalInteger("section_alignment"),
                    in.optionalInteger("file_alignment"),
                    in.optionalInteger("major_os_version"),
                    in.optionalInteger("minor_os_version"),
                    in.optionalInteger("major_image_version"),
                    in.optionalInteger("minor_image_version"),
                    in.optionalInteger("major_subsystem_version"),
                    in.optionalInteger("minor_subsystem_version"),
                    in.optionalText("win32_version_value_hex"),
                    in.optionalInteger("size_of_image"),
                    in.optionalInteger("size_of_headers"),
                    in.optionalText("checksum_hex"),
                    in.optionalText("subsystem_hex"),
                    in.optionalText("dll_characteristics_hex"),
                    in.optionalInteger("size_of_stack_reserve"),
                    in.optionalInteger("size_of_stack_commit"),
                    in.optionalInteger("size_of_heap_reserve"),
                    in.optionalInteger("size_of_heap_commit"),
                    in.optionalText("loader_flags_hex"),
                    in.optionalInteger("number_of_rva_and_sizes"),
                    in.hashes("hashes"),
                    in.rest());
        }
    }

    /** A section of a Windows program (section 6.7.6). */
    record PeSection(
            String name,
            @Nullable Long size,
            @Nullable BigDecimal entropy,
            Map<String, String> hashes,
            Map<String, JsonNode> other) {
        static PeSection read(Members in) throws Misfit {
            return new PeSection(
                    in.text("name"),
                    in.optionalInteger("size"),
                    in.optionalNumber("entropy"),
                    in.hashes("hashes"),
                    in.rest());
        }
    }

    /** Reads what stands under a key of the extensions of an object of that type; what does not fit is {@link Other}. */
    static Extension read(String type, String key, JsonNode value) {
        try {
            Extension predefined = predefined(type + " " + key, new Members(value));
            return predefined != null ? predefined : other(value);
        } catch (Misfit e) {
            return other(value);
        }
    }

    private static Other other(JsonNode value) {
        Members in = new Members(value);
        String extensionType = in.optionalText("extension_type");
        return new Other(extensionType, new Members(value).rest());
    }

    private static @Nullable Extension predefined(String typeAndKey, Members in) throws Misfit {
        return switch (typeAndKey) {
            case "file archive-ext" -> new Archive(in.ids("contains_refs"), in.optionalText("comment"), in.rest());
            case "file ntfs-ext" ->
                new Ntfs(
                        in.optionalText("sid"),
                        in.each("alternate_data_streams", AlternateDataStream::read),
                        in.rest());
            case "file pdf-ext" ->
                new Pdf(
                        in.optionalText("version"),
                        in.optionalBool("is_optimized"),
                        in.dictionary("document_info_dict"),
                        in.optionalText("pdfid0"),
                        in.optionalText("pdfid1"),
                        in.rest());
            case "file raster-image-ext" ->
                new RasterImage(
                        in.optionalInteger("image_height"),
                        in.optionalInteger("image_width"),
                        in.optionalInteger("bits_per_pixel"),
                        in.dictionary("exif_tags"),
                        in.rest());
            case "file windows-pebinary-ext" ->
                new WindowsPeBinary(
                        in.text("pe_type"),
                        in.optionalText("imphash"),
                        in.optionalText("machine_hex"),
                        in.optionalInteger("number_of_sections"),
                        in.optionalTime("time_date_stamp"),
                        in.optionalText("pointer_to_symbol_table_hex"),
                        in.optionalInteger("number_of_symbols"),
                        in.optionalInteger("size_of_optional_header"),
                        in.optionalText("characteristics_hex"),
                        in.hashes("file_header_hashes"),
                        in.one("optional_header", PeOptionalHeader::read),
                        in.each("sections", PeSection::read),
                        in.rest());
            case "network-traffic http-request-ext" ->
                new HttpRequest(
                        in.text("request_method"),
                        in.text("request_value"),
                        in.optionalText("request_version"),
                        in.dictionary("request_header"),
                        in.optionalInteger("message_body_length"),
                        in.optionalId("message_body_data_ref"),
                        in.rest());
            case "network-traffic icmp-ext" -> new Icmp(in.text("icmp_type_hex"), in.text("icmp_code_hex"), in.rest());
            case "network-traffic socket-ext" ->
                new NetworkSocket(
                        in.text("address_family"),
                        in.optionalBool("is_blocking"),
                        in.optionalBool("is_listening"),
                        in.dictionary("options"),
                        in.optionalText("socket_type"),
                        in.optionalInteger("socket_descriptor"),
                        in.optionalInteger("socket_handle"),
                        in.rest());
            case "network-traffic tcp-ext" ->
                new Tcp(in.optionalText("src_flags_hex"), in.optionalText("dst_flags_hex"), in.rest());
            case "process windows-process-ext" ->
                new WindowsProcess(
                        in.optionalBool("aslr_enabled"),
                        in.optionalBool("dep_enabled"),
                        in.optionalText("priority"),
                        in.optionalText("owner_sid"),
                        in.optionalText("window_title"),
                        in.dictionary("startup_info"),
                        in.optionalText("integrity_level"),
                        in.rest());
            case "process windows-service-ext" ->
                new WindowsService(
                        in.optionalText("service_name"),
                        in.texts("descriptions"),
                        in.optionalText("display_name"),
                        in.optionalText("group_name"),
                        in.optionalText("start_type"),
                        in.ids("service_dll_refs"),
                        in.optionalText("service_type"),
                        in.optionalText("service_status"),
                        in.rest());
            case "user-account unix-account-ext" ->
                new UnixAccount(
                        in.optionalInteger("gid"),
                        in.texts("groups"),
                        in.optionalText("home_dir"),
                        in.optionalText("shell"),
                        in.rest());
            default -> null;
        };
    }
}
