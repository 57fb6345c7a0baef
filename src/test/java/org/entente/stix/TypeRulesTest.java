package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.entente.stix.Samples.UUID;
import static org.entente.stix.Samples.object;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** The rules of the types, errors and warnings, each broken by itself; together they break every rule of the types. */
class TypeRulesTest {
    private static final String TIMES =
            "\"created\":\"2016-04-06T20:03:00.000Z\",\"modified\":\"2016-04-06T20:03:00.000Z\",\"name\":\"N\"";
    private static final String CREATED = "\"created\":\"2016-04-06T20:03:00.000Z\"";
    private static final String TIME = "\"2016-04-06T20:03:00Z\"";
    private static final String EARLIER = "\"2016-04-06T20:02:59.9Z\"";
    private static final String INDICATOR = "\"description\":\"D\",\"pattern_type\":\"stix\",\"valid_from\":" + TIME;
    private static final String IP = "ipv4-addr--28bb3599-77cd-5a82-a950-b5bc3caf07c4";
    private static final String SDO = "campaign--" + UUID;
    private static final String OWN = "extension-definition--" + UUID;
    private static final String OBSERVED =
            "\"first_observed\":" + TIME + ",\"last_observed\":" + TIME + ",\"number_observed\":1";
    private static final String DEFINITION =
            "\"created_by_ref\":\"identity--" + UUID + "\",\"schema\":\"s\",\"version\":\"1\"";

    /** Types that have no name. */
    private static final Set<String> NAMELESS = Set.of("malware-analysis", "observed-data", "opinion");

    /** The object, and the rules and paths that it breaks; a warning stands in brackets. */
    record Case(String object, List<String> expected) {
        @Override
        public String toString() {
            return expected + " " + object.substring(0, Math.min(60, object.length()));
        }
    }

    static final List<Case> CASES = List.of(
            // What joins several properties.
            sdo("campaign", "\"first_seen\":" + TIME + ",\"last_seen\":" + EARLIER, "stix.time.order $.last_seen"),
            sdo("campaign", "\"first_seen\":" + TIME + ",\"last_seen\":" + TIME),
            sdo(
                    "indicator",
                    INDICATOR + ",\"pattern\":\"[file:name = 'a']\",\"valid_until\":" + TIME,
                    "stix.time.after $.valid_until"),
            sdo("indicator", INDICATOR + ",\"pattern\":\"[file:name = ]\"", "stix.pattern $.pattern"),
            sdo("indicator", INDICATOR + ",\"pattern\":\"[ab:name = 'a']\"", "stix.pattern $.pattern"),
            sdo(
                    "indicator",
                    INDICATOR + ",\"pattern\":\"[file:name MATCHES '(?=a)']\"",
                    "[stix.pattern.limits $.pattern]"),
            sdo(
                    "indicator",
                    INDICATOR.replace("\"description\":\"D\",", "") + ",\"pattern\":\"[file:name = 'a']\"",
                    "[stix.suggested $.description]"),
            sdo("indicator", INDICATOR.replace("\"stix\"", "\"sigma\"") + ",\"pattern\":\"no STIX\""),
            sdo("location", "\"city\":\"Rabat\"", "stix.one-of $"),
            sdo("location", "\"latitude\":34.0", "stix.one-of $", "stix.needs $.longitude"),
            sdo("location", "\"latitude\":34.0,\"longitude\":-181", "stix.float.range $.longitude"),
            sdo("location", "\"region\":\"africa\",\"latitude\":\"34\",\"longitude\":1", "stix.float $.latitude"),
            sdo("location", "\"country\":\"Morocco\"", "[stix.country $.country]"),
            sdo("malware", "\"is_family\":1", "stix.boolean $.is_family"),
            new Case(
                    object("malware", TIMES.replace(",\"name\":\"N\"", ""), "\"is_family\":true"),
                    List.of("stix.malware.family $.name")),
            sdo(
                    "malware",
                    "\"is_family\":false,\"malware_types\":[\"worm\",\"Odd Thing\"]",
                    "[stix.vocabulary $.malware_types[1]]",
                    "[stix.vocabulary.form $.malware_types[1]]"),
            sdo(
                    "malware",
                    "\"is_family\":false,\"sample_refs\":[\"" + IP + "\"]",
                    "stix.reference.type $.sample_refs[0]"),
            sdo("malware-analysis", "\"product\":\"a\"", "stix.one-of $"),
            sdo("malware-analysis", "\"product\":\"A B\",\"result\":\"benign\"", "[stix.product $.product]"),
            sdo("opinion", "\"opinion\":\"perhaps\",\"object_refs\":[\"" + SDO + "\"]", "stix.enum $.opinion"),
            sdo("observed-data", OBSERVED, "stix.one-of $"),
            sdo(
                    "observed-data",
                    OBSERVED + ",\"object_refs\":[\"" + SDO + "\"]",
                    "stix.reference.type $.object_refs[0]",
                    "stix.observed.objects $.object_refs"),
            sdo(
                    "observed-data",
                    OBSERVED + ",\"object_refs\":[\"" + IP + "\"],\"objects\":{\"0\":{\"type\":\"file\"}}",
                    "stix.not-both $.object_refs",
                    "[stix.deprecated $.objects]"),
            sdo(
                    "observed-data",
                    OBSERVED + ",\"objects\":{\"0\":{\"type\":\"file\",\"x_ref\":\"1\"},\"2\":7}",
                    "stix.container.object $.objects.2",
                    "stix.container.reference $.objects.0.x_ref",
                    "[stix.deprecated $.objects]"),
            sdo(
                    "observed-data",
                    OBSERVED.replace(":1", ":0") + ",\"object_refs\":[\"" + IP + "\"]",
                    "stix.integer.range $.number_observed"),
            sdo(
                    "observed-data",
                    OBSERVED.replace(":1", ":1.5") + ",\"object_refs\":[\"" + IP + "\"]",
                    "stix.integer $.number_observed"),
            sdo(
                    "tool",
                    "\"kill_chain_phases\":[{\"kill_chain_name\":\"A_b\",\"phase_name\":\"c\"}]",
                    "[stix.kill-chain.name $.kill_chain_phases[0].kill_chain_name]"),
            sdo(
                    "tool",
                    "\"kill_chain_phases\":[{\"phase_name\":\"c\"}]",
                    "stix.required $.kill_chain_phases[0].kill_chain_name"),
            sdo("tool", "\"kill_chain_phases\":[7]", "stix.dictionary $.kill_chain_phases[0]"),
            sdo(
                    "vulnerability",
                    "\"external_references\":[{\"source_name\":\"cve\",\"external_id\":\"CVE-16-1234\"}]",
                    "stix.external-reference.id $.external_references[0]"),
            sdo(
                    "vulnerability",
                    "\"external_references\":[{\"source_name\":\"cve\",\"external_id\":\"CVE-2016-12345\"}]"),
            sdo(
                    "attack-pattern",
                    "\"external_references\":[{\"source_name\":\"capec\",\"external_id\":\"163\"}]",
                    "stix.external-reference.id $.external_references[0]"),
            sdo(
                    "tool",
                    "\"external_references\":[{\"source_name\":\"a\",\"url\":\"b\"}]",
                    "[stix.suggested $.external_references[0].hashes]"),
            sdo("tool", "\"created_by_ref\":\"x-agency--" + UUID + "\""),

            // Relationships.
            sro(SDO, "malware--" + UUID, "uses"),
            sro(SDO, "malware--" + UUID, "indicates", "[stix.relationship.suggested $.relationship_type]"),
            sro("infrastructure--" + UUID, IP, "consists-of"),
            sro("x-own--" + UUID, IP, "eats"),
            sro("sighting--" + UUID, SDO, "related-to", "stix.reference.type $.source_ref"),
            sro("marking-definition--" + UUID, SDO, "related-to", "stix.reference.type $.source_ref"),

            // Meta objects.
            meta(
                    "extension-definition",
                    DEFINITION + ",\"description\":\"D\",\"extension_types\":[\"new\"]",
                    "stix.enum $.extension_types[0]"),
            meta(
                    "extension-definition",
                    DEFINITION + ",\"extension_types\":[\"new-sdo\"]",
                    "[stix.suggested $.description]"),
            meta(
                    "extension-definition",
                    DEFINITION
                            + ",\"description\":\"D\",\"extension_types\":[\"new-sdo\"],\"extension_properties\":[\"rank\"]",
                    "stix.extension.properties $.extension_properties"),
            meta(
                    "extension-definition",
                    DEFINITION + ",\"description\":\"D\",\"extension_types\":[\"toplevel-property-extension\"]",
                    "[stix.extension.toplevel $.extension_properties]"),
            new Case(
                    object(
                            "language-content",
                            CREATED + ",\"modified\":\"2016-04-06T20:03:00.000Z\"",
                            "\"object_ref\":\"" + SDO
                                    + "\",\"contents\":{\"1x\":{\"name\":\"N\"},\"de\":{\"Name\":\"N\"}}"),
                    List.of("stix.lang $.contents.1x", "stix.property.name $.contents.de.Name")),
            new Case(
                    object("marking-definition", CREATED, "\"definition_type\":\"own\",\"definition\":{}"),
                    List.of("[stix.marking.type $.definition_type]")),
            new Case(
                    object(
                                    "marking-definition",
                                    CREATED,
                                    "\"definition_type\":\"tlp\",\"definition\":{\"tlp\":\"red\"}")
                            .replace(UUID, "34098fce-860f-48ae-8e50-ebd3cc5e41da"),
                    List.of("stix.marking.tlp $.id")),

            // Observables.
            sco("artifact", "\"payload_bin\":\"YQ\"", "stix.binary $.payload_bin"),
            sco(
                    "artifact",
                    "\"payload_bin\":\"YQ==\",\"url\":\"foo\"",
                    "stix.not-both $.url",
                    "stix.needs $.hashes",
                    "stix.url $.url"),
            sco(
                    "artifact",
                    "\"payload_bin\":\"YQ==\",\"mime_type\":\"a/b\",\"decryption_key\":\"k\"",
                    "stix.needs $.encryption_algorithm",
                    "[stix.media-type $.mime_type]"),
            sco("directory", "\"path\":\"/\",\"path_enc\":\"nothing\"", "stix.character-set $.path_enc"),
            sco("domain-name", "\"value\":\"a..b\"", "stix.domain-name $.value"),
            sco("email-addr", "\"value\":\"A <a@b.example>\"", "stix.email-address $.value"),
            sco("email-message", "\"is_multipart\":true,\"body\":\"B\"", "stix.email.multipart $.body"),
            sco(
                    "email-message",
                    "\"is_multipart\":false,\"subject\":\"S\",\"body_multipart\":[{\"content_type\":\"t\"}]",
                    "stix.one-of $.body_multipart[0]",
                    "stix.email.multipart $.body_multipart"),
            sco(
                    "email-message",
                    "\"is_multipart\":false,\"subject\":\"S\",\"additional_header_fields\":{\"A b\":\"c\"}",
                    "stix.dictionary.key $.additional_header_fields['A b']",
                    "stix.list $.additional_header_fields['A b']"),
            sco("file", "\"size\":1", "stix.one-of $", "stix.id.random $.id"),
            sco(
                    "file",
                    "\"hashes\":{\"MD5\":\"aa\",\"a\":\"b\",\"MD7\":\"c\"}",
                    "stix.hashes.value $.hashes.MD5",
                    "stix.hashes.name $.hashes.a",
                    "[stix.hashes.algorithm $.hashes.MD7]"),
            sco(
                    "file",
                    "\"name\":\"a\",\"size\":-1,\"magic_number_hex\":\"AB\"",
                    "stix.integer.range $.size",
                    "stix.hex $.magic_number_hex"),
            sco("file", "\"name\":\"a\",\"extensions\":{\"ntfs-ext\":{}}", "stix.one-of $.extensions.ntfs-ext"),
            sco(
                    "file",
                    "\"name\":\"a\",\"extensions\":{\"pdf-ext\":{\"document_info_dict\":{\"Odd\":\"a\",\"Title\":null}}}",
                    "stix.dictionary.value $.extensions.pdf-ext.document_info_dict.Title",
                    "[stix.dictionary.key.name $.extensions.pdf-ext.document_info_dict.Odd]"),
            sco(
                    "file",
                    "\"name\":\"a\",\"extensions\":{\"windows-pebinary-ext\":{\"pe_type\":\"exe\",\"time_date_stamp\":\"2016-01-01T00:00:00.5Z\"}}",
                    "stix.timestamp.seconds $.extensions.windows-pebinary-ext.time_date_stamp"),
            sco(
                    "file",
                    "\"name\":\"a\",\"extensions\":{\"raster-image-ext\":{\"exif_tags\":{\"Make\":true}}}",
                    "stix.integer-or-string $.extensions.raster-image-ext.exif_tags.Make"),
            sco(
                    "file",
                    "\"name\":\"a\",\"extensions\":{\"Odd\":{\"abc\":1},\"odd-ext\":{\"abc\":1}}",
                    "stix.extension.name $.extensions.Odd",
                    "[stix.custom.extension $.extensions.odd-ext]",
                    "[stix.custom.extension.prefix $.extensions.odd-ext]",
                    "[stix.custom.extension.source $.extensions.odd-ext]"),
            sco("ipv4-addr", "\"value\":\"192.168.0.1/33\"", "stix.ipv4 $.value"),
            sco("ipv6-addr", "\"value\":\"1::2::3\"", "stix.ipv6 $.value"),
            sco("mac-addr", "\"value\":\"AA:bb:cc:dd:ee:ff\"", "stix.mac $.value"),
            sco("network-traffic", "\"protocols\":[\"tcp\"],\"src_port\":1,\"dst_port\":2", "stix.one-of $"),
            sco(
                    "network-traffic",
                    "\"src_ref\":\"" + IP + "\",\"protocols\":[\"TCP IP\"],\"src_port\":1",
                    "[stix.protocol $.protocols[0]]",
                    "[stix.suggested $.dst_port]"),
            sco(
                    "network-traffic",
                    "\"src_ref\":\"" + IP + "\",\"protocols\":[\"tcp\"],\"src_port\":1,\"dst_port\":65536,\"end\":"
                            + TIME + ",\"is_active\":true",
                    "stix.integer.range $.dst_port",
                    "stix.traffic.ended $.end"),
            new Case(object("process", "\"cwd\":\"/\""), List.of()),
            sco(
                    "process",
                    "\"pid\":1,\"extensions\":{\"windows-process-ext\":{\"priority\":\"HIGH\"}}",
                    "stix.id.random $.id",
                    "[stix.process.priority $.extensions.windows-process-ext.priority]"),
            sco("software", "\"name\":\"a\",\"cpe\":\"cpe:/a:b\"", "stix.cpe $.cpe"),
            sco("windows-registry-key", "\"key\":\"hklm\\\\a\"", "stix.registry.hive $.key"),
            sco("user-account", "\"account_login\":\"a\",\"account_type\":\"own\"", "[stix.vocabulary $.account_type]"),
            sco(
                    "x509-certificate",
                    "\"serial_number\":\"1\",\"x509_v3_extensions\":{}",
                    "stix.one-of $.x509_v3_extensions"),
            new Case("{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.3\",\"id\":\"" + IP + "\"}", List.of()),
            new Case(
                    "{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.4\",\"id\":\"" + IP + "\"}",
                    List.of("[stix.id.deterministic $.id]")),
            new Case(
                    "{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.4\",\"id\":\"ipv4-addr--" + UUID + "\"}",
                    List.of("[stix.id.uuid5 $.id]")),
            new Case(
                    "{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.3\",\"id\":\"" + IP + "\",\"labels\":[\"a\"]}",
                    List.of("[stix.property.not-applicable $.labels]")),

            // What producers add.
            sdo(
                    "tool",
                    "\"rank\":5",
                    "[stix.custom.property $.rank]",
                    "[stix.custom.property.prefix $.rank]",
                    "[stix.custom.property.source $.rank]"),
            sdo("tool", "\"x_rank\":5", "[stix.custom.property $.x_rank]", "[stix.custom.property.source $.x_rank]"),
            sdo(
                    "tool",
                    "\"rank\":5,\"extensions\":{\"" + OWN + "\":{\"extension_type\":\"toplevel-property-extension\"}}"),
            sdo("tool", "\"extensions\":{\"" + OWN + "\":{\"extension_type\":\"property-extension\",\"rank\":5}}"),
            new Case(
                    "{\"type\":\"ipv4-addr\",\"value\":\"198.51.100.3\",\"id\":\"" + IP
                            + "\",\"rank\":5,\"extensions\":{\"" + OWN
                            + "\":{\"extension_type\":\"toplevel-property-extension\"}}}",
                    List.of("[stix.extension.observable $.extensions." + OWN + ".extension_type]")),
            new Case(
                    object("own-sdo", TIMES),
                    List.of(
                            "[stix.custom.type $.type]",
                            "[stix.custom.type.prefix $.type]",
                            "[stix.custom.type.source $.type]")),
            new Case(
                    object("own-sdo", TIMES, "\"extensions\":{\"" + OWN + "\":{\"extension_type\":\"new-sdo\"}}"),
                    List.of()),
            new Case(
                    object("own-sro", TIMES, "\"extensions\":{\"" + OWN + "\":{\"extension_type\":\"new-sro\"}}"),
                    List.of()),
            new Case(
                    object("own-sco", "", "\"extensions\":{\"" + OWN + "\":{\"extension_type\":\"new-sco\"}}"),
                    List.of()),
            new Case(object("tool", TIMES).replace("4cbf", "1cbf"), List.of("[stix.id.uuid4 $.id]")));

    @ParameterizedTest
    @FieldSource("CASES")
    void breaksWhatItBreaks(Case example) {
        assertEquals(
                example.expected().stream().sorted().toList(),
                found(example.object()).stream().sorted().toList(),
                example.object());
    }

    @Test
    void everyRuleOfTheTypesIsBrokenByOneOfThem() {
        Set<String> broken = CASES.stream()
                .flatMap(example -> example.expected().stream())
                .map(line -> line.replace("[", "").split(" ", -1)[0])
                .collect(Collectors.toSet());
        // These have tests of their own: of the reader, the common properties, containers, and versions.
        Set<Rule> elsewhere = EnumSet.range(Rule.INPUT_SIZE, Rule.BUNDLE_OBJECTS);
        elsewhere.addAll(EnumSet.range(Rule.VERSION_CREATED, Rule.VERSION_REVOKED));
        List<String> missing = Stream.of(Rule.values())
                .filter(rule -> !elsewhere.contains(rule) && rule.severity() != Severity.STANDARD_ONLY)
                .map(Rule::id)
                .filter(rule -> !broken.contains(rule))
                .toList();
        assertEquals(List.of("stix.granular.resolves", "stix.version.repeated"), missing);
    }

    @Test
    void aVersionThatComesTwiceIsWarnedOf() {
        String tool = object("tool", TIMES);
        List<Parsed> both = StixReader.read((tool + "\n" + tool).getBytes(UTF_8), Limits.DEFAULT, Checks.WARNINGS);
        assertTrue(both.getFirst().warnings().isEmpty());
        assertEquals(
                List.of("stix.version.repeated"),
                both.get(1).warnings().stream().map(Problem::rule).toList());
    }

    @Test
    void warningsAreFoundOnlyWhereTheyAreWanted() {
        for (Case example : CASES) {
            byte[] bytes = example.object().getBytes(UTF_8);
            Parsed with = StixReader.parseObject(bytes, Limits.DEFAULT, Checks.WARNINGS);
            Parsed without = StixReader.parseObject(bytes, Limits.DEFAULT);
            assertEquals(List.of(), without.warnings());
            assertEquals(with.getClass(), without.getClass());
        }
    }

    @Test
    void theTypeMayComeLast() {
        for (Case example : CASES) {
            String object = example.object();
            int comma = object.indexOf(',');
            String moved =
                    "{" + object.substring(comma + 1, object.length() - 1) + "," + object.substring(1, comma) + "}";
            assertEquals(
                    found(object).stream().sorted().toList(),
                    found(moved).stream().sorted().toList(),
                    moved);
        }
    }

    private static List<String> found(String object) {
        Parsed parsed = StixReader.parseObject(object.getBytes(UTF_8), Limits.DEFAULT, Checks.WARNINGS);
        List<String> found = new ArrayList<>();
        if (parsed instanceof Parsed.Invalid invalid) {
            invalid.problems().forEach(problem -> found.add(problem.rule() + " " + problem.path()));
        }
        parsed.warnings().forEach(problem -> found.add("[" + problem.rule() + " " + problem.path() + "]"));
        return found;
    }

    private static Case sdo(String type, String members, String... expected) {
        String times = NAMELESS.contains(type) ? TIMES.replace(",\"name\":\"N\"", "") : TIMES;
        return new Case(object(type, times, members), List.of(expected));
    }

    private static Case meta(String type, String members, String... expected) {
        return sdo(type, members, expected);
    }

    private static Case sro(String source, String target, String type, String... expected) {
        String times = TIMES.replace(",\"name\":\"N\"", "");
        return new Case(
                object(
                        "relationship",
                        times,
                        "\"relationship_type\":\"" + type + "\",\"source_ref\":\"" + source + "\",\"target_ref\":\""
                                + target + "\""),
                List.of(expected));
    }

    /** An observable with the identifier that it should have, where it should have one. */
    private static Case sco(String type, String members, String... expected) {
        String object = object(type, members).replace("4cbf", "5cbf");
        StixId id = DeterministicId.of(object.getBytes(UTF_8));
        String good = id == null ? object : object.replace(type + "--" + UUID.replace("4cbf", "5cbf"), id.value());
        return new Case(good, List.of(expected));
    }
}
