package org.entente.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.entente.stix.pattern.Pattern;
import org.entente.stix.pattern.PatternReader;
import org.entente.stix.pattern.PatternReading;

/**
 * Observed data and indicators by a fixed seed, so that every run has the same. Each observed-data object has a connection
 * with both its addresses, and a domain name, a URL or a file; one in a hundred has a value that an indicator asks for.
 */
final class Sightings {
    /** What is asked for most in indicators: one address; a file by its hash or where it came from. */
    static final String ADDRESS = "[ipv4-addr:value = '" + address(0) + "']";

    static final String HASH_OR_DOMAIN =
            "[file:hashes.'SHA-256' = '" + hash(0) + "' OR domain-name:value = '" + domain(0) + "']";

    private static final int SEED = 3;

    /** One in so many observed-data objects has a value that is asked for. */
    private static final int RARE = 100;

    /** Values that nobody asks for have numbers from here on. */
    private static final int HARMLESS = 1 << 24;

    private Sightings() {}

    /**
     * So many observed-data objects, each in a bundle, one bundle a line: two addresses, their connection, one more object, and the
     * observed-data object.
     */
    static byte[] document(int observations, int indicators) {
        Random random = new Random(SEED);
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < observations; i++) {
            int other = HARMLESS + random.nextInt(HARMLESS);
            int wanted = random.nextBoolean() ? 0 : random.nextInt(indicators);
            int asked = random.nextInt(RARE) == 0 ? wanted : HARMLESS + random.nextInt(HARMLESS);
            String type = List.of("domain-name", "url", "file").get(i % 3);
            lines.append("""
            {"type":"bundle","id":"bundle--%10$s","objects":[\
            {"type":"ipv4-addr","spec_version":"2.1","id":"%1$s","value":"%4$s"},\
            {"type":"ipv4-addr","spec_version":"2.1","id":"%2$s","value":"%5$s"},\
            {"type":"network-traffic","spec_version":"2.1","id":"%3$s","src_ref":"%1$s","dst_ref":"%2$s","src_port":%9$d,\
            "dst_port":443,"protocols":["ipv4","tcp","https"],"src_byte_count":%9$d},\
            {"type":"%6$s","spec_version":"2.1","id":"%7$s",%8$s},\
            {"type":"observed-data","spec_version":"2.1","id":"observed-data--%10$s","created":"2026-01-01T00:00:00.000Z",\
            "modified":"2026-01-01T00:00:00.000Z","created_by_ref":"identity--f431f809-377b-45e0-aa1c-6a4751cae5ff",\
            "first_observed":"2026-01-01T00:00:00Z","last_observed":"2026-01-01T00:10:00Z","number_observed":1,\
            "object_refs":["%1$s","%2$s","%3$s","%7$s"]}]}
            """.formatted(
                            id("ipv4-addr", 2 * i),
                            id("ipv4-addr", 2 * i + 1),
                            id("network-traffic", i),
                            address(other),
                            address(asked),
                            type,
                            id(type, i),
                            properties(type, asked),
                            1024 + random.nextInt(60_000),
                            uuid(i)));
        }
        return lines.toString().getBytes(UTF_8);
    }

    private static String properties(String type, int number) {
        return switch (type) {
            case "domain-name" -> "\"value\":\"" + domain(number) + "\"";
            case "url" -> "\"value\":\"" + url(number) + "\"";
            default ->
                "\"name\":\"setup.exe\",\"size\":48128,\"hashes\":{\"MD5\":\"d41d8cd98f00b204e9800998ecf8427e\",\"SHA-256\":\""
                        + hash(number) + "\"}";
        };
    }

    /** So many patterns: addresses, domain names, URLs, hashes and what joins two of them. */
    static List<Pattern> indicators(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> pattern(
                        switch (i % 5) {
                            case 0 -> "[ipv4-addr:value = '" + address(i) + "']";
                            case 1 -> "[domain-name:value = '" + domain(i) + "']";
                            case 2 -> "[url:value = '" + url(i) + "']";
                            case 3 -> "[file:hashes.'SHA-256' = '" + hash(i) + "' AND file:size > 1024]";
                            default ->
                                "[network-traffic:dst_ref.value = '" + address(i)
                                        + "' AND network-traffic:dst_port IN (80, 443)]";
                        }))
                .toList();
    }

    static Pattern pattern(String text) {
        return switch (PatternReader.read(text)) {
            case PatternReading.Read read -> read.pattern();
            case PatternReading.Unreadable(var fault) ->
                throw new IllegalStateException(fault.cause().sentence());
        };
    }

    private static String id(String type, int number) {
        return type + "--" + uuid(number);
    }

    private static String uuid(int number) {
        return "%08x-0000-4000-8000-000000000000".formatted(number);
    }

    private static String address(int number) {
        return List.of(10 + (number >> 24), number >> 16 & 0xff, number >> 8 & 0xff, number & 0xff).stream()
                .map(Object::toString)
                .reduce((one, other) -> one + "." + other)
                .orElseThrow();
    }

    private static String domain(int number) {
        return "host" + number + ".example";
    }

    private static String url(int number) {
        return "https://" + domain(number) + "/index.html";
    }

    /** No real hash, but of the form of one. */
    private static String hash(int number) {
        byte[] hash = new byte[32];
        new Random(number).nextBytes(hash);
        return HexFormat.of().formatHex(hash);
    }
}
