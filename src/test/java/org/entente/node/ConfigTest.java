package org.entente.node;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.entente.exchange.Failure;
import org.entente.exchange.Organisation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class ConfigTest {
    private static final Organisation SELF = new Organisation("did:web:a.example", "A", "https://a.example");
    private static final String VALID = """
            {"organisation": {"id": "did:web:a.example", "name": "A"}, "listen": {"port": 8440},
             "publicUrl": "https://a.example"}""";

    @Test
    void defaultsStandWhereNothingIsSaid() {
        assertEquals(
                new Config(SELF, "127.0.0.1", 8440, 60, TlsConfig.NONE, 64L << 20, System.Logger.Level.INFO),
                Config.parse(VALID.getBytes(UTF_8)));
    }

    @Test
    void aNewNodesFileHoldsEveryKey() {
        byte[] file = Config.template(SELF, "127.0.0.1", 8440);
        assertEquals(Config.parse(VALID.getBytes(UTF_8)), Config.parse(file));
        String text = new String(file, UTF_8);
        for (ConfigKey key : ConfigKey.values()) {
            String name = key.path().substring(key.path().lastIndexOf('.') + 1);
            assertTrue(text.contains("\"" + name + "\""), key.path());
        }
    }

    /** Each bad value is refused, and named by its path. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "organisation.id | {'organisation': {'id': 'a.example', 'name': 'A'}}",
                "organisation.id | {'organisation': {'id': 'did:web:A.example', 'name': 'A'}}",
                "organisation.id | {'organisation': {'id': 7, 'name': 'A'}}",
                "organisation.id | {'organisation': {'name': 'A'}}",
                "organisation.id | {'organisation': {'id': null, 'name': 'A'}}",
                "organisation.name | {'organisation': {'id': 'did:web:a.example', 'name': ' '}}",
                "organisation.name | {'organisation': {'id': 'did:web:a.example', 'name': 'A\\u0000'}}",
                "organisation.name | {'organisation': {'id': 'did:web:a.example', 'name': ['A']}}",
                "organisation.nmae | {'organisation': {'id': 'did:web:a.example', 'name': 'A', 'nmae': 'A'}}",
                "organisation | {'organisation': 'did:web:a.example'}",
                "organisation.id | {'organisation': null}",
                "listen.host | {'listen': {'host': 'a b', 'port': 1}}",
                "listen.host | {'listen': {'host': 1, 'port': 1}}",
                "listen.port | {'listen': {}}",
                "listen.port | {'listen': {'port': 0}}",
                "listen.port | {'listen': {'port': 65536}}",
                "listen.port | {'listen': {'port': -1}}",
                "listen.port | {'listen': {'port': 80.5}}",
                "listen.port | {'listen': {'port': '80'}}",
                "listen.port | {'listen': {'port': 123456789012345678901234567890}}",
                "publicUrl | {'publicUrl': 'https://a.example/'}",
                "publicUrl | {'publicUrl': 'https://a.example/path'}",
                "publicUrl | {'publicUrl': 'https://a.example?x'}",
                "publicUrl | {'publicUrl': 'https://u@a.example'}",
                "publicUrl | {'publicUrl': 'ftp://a.example'}",
                "publicUrl | {'publicUrl': 'a.example'}",
                "publicUrl | {'publicUrl': 'https://'}",
                "publicUrl | {'publicUrl': {}}",
                "pull.intervalSeconds | {'pull': {'intervalSeconds': 0}}",
                "pull.intervalSeconds | {'pull': {'intervalSeconds': 86401}}",
                "pull.intervalSeconds | {'pull': {'intervalSeconds': true}}",
                "pull | {'pull': 60}",
                "limits.importBytes | {'limits': {'importBytes': 1023}}",
                "limits.importBytes | {'limits': {'importBytes': 67108865}}",
                "log.level | {'log': {'level': 'loud'}}",
                "log.level | {'log': {'level': 'INFO'}}",
                "log.level | {'log': {'level': 3}}",
                "log.colour | {'log': {'colour': 'red'}}",
                "tls | {'tls': true}",
                "tls.certificate | {'tls': {'certificate': 7}}",
                "tls.certificate | {'tls': {'key': 'k.pem'}}",
                "tls.key | {'tls': {'certificate': 'c.pem'}}",
                "tls.key | {'tls': {'certificate': 'c.pem', 'key': 'a\\nb'}}",
                "tls.oldestVersion | {'tls': {'oldestVersion': '1.1'}}",
                "tls.oldestVersion | {'tls': {'oldestVersion': 1.3}}",
                "tls.clientCertificates | {'tls': {'clientCertificates': true}}",
                "tls.clientCertificates | {'tls': {'clientCertificates': 'on'}}",
                "tls.clientAuthorities | {'tls': {'certificate': 'c', 'key': 'k', 'clientAuthorities': 'a'}}",
                "pull.key | {'pull': {'certificate': 'c.pem'}}",
                "pull.certificate | {'pull': {'key': 'k.pem'}}",
                "log.level | {'log.level': 'info'}"
            })
    void whatIsWrongIsNamed(String path, String change) {
        Failure failure = refused(merged(change.replace('\'', '"')));
        assertEquals(Failure.Code.INVALID, failure.code());
        assertTrue(failure.fields().containsKey(path), failure.fields().toString());
    }

    @Test
    void everythingThatIsWrongIsNamedAtOnce() {
        Failure failure = refused("{\"listen\": {\"port\": 0}, \"x\": 1, \"log\": {\"level\": 1}}");
        assertEquals(
                List.of("x", "organisation.id", "organisation.name", "listen.port", "publicUrl", "log.level"),
                List.copyOf(failure.fields().keySet()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{", "[]", "7", "{} {}", "{'x': 1, 'x': 1}", "{'x': {'y': 1, 'y': 1}}", "``", "nul"})
    void whatIsNoJsonObjectIsRefused(String text) {
        assertEquals(Failure.Code.INVALID, refused(text.replace('\'', '"')).code());
    }

    @Test
    void deepNestingIsRefused() {
        assertEquals(Failure.Code.INVALID, refused("{\"x\":".repeat(10_000)).code());
    }

    @Test
    void aFolderWithoutAFileHoldsNoNode(@TempDir Path folder) {
        assertEquals(
                Failure.Code.NOT_FOUND,
                assertThrows(Failure.class, () -> Config.read(folder)).code());
    }

    @Test
    void aLargeFileIsRefused(@TempDir Path folder) throws Exception {
        Files.write(folder.resolve(Config.FILE), new byte[Config.MAX_BYTES + 1]);
        assertEquals(
                Failure.Code.LIMIT,
                assertThrows(Failure.class, () -> Config.read(folder)).code());
    }

    @Test
    void theDocumentationHoldsTheSameTable() throws Exception {
        String operators = Files.readString(Path.of("docs/operators.md"));
        List<String> documented = operators
                .substring(operators.indexOf("| key | must be |"), operators.indexOf("The node speaks plain HTTP"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertEquals(Arrays.stream(ConfigKey.values()).map(ConfigTest::row).toList(), documented);
    }

    private static String row(ConfigKey key) {
        String byDefault = key.byDefault() == null
                ? "must be given"
                : key.byDefault().isEmpty() ? "none" : "`" + key.byDefault() + "`";
        return "| `" + key.path() + "` | " + key.rule().says() + " | " + byDefault + " | " + key.meaning() + " |";
    }

    @Test
    void valuesNameEveryKey() {
        Map<String, String> values = Config.parse(VALID.getBytes(UTF_8)).values();
        assertEquals(Arrays.stream(ConfigKey.values()).map(ConfigKey::path).toList(), List.copyOf(values.keySet()));
    }

    /** A valid configuration in which the top keys of the change stand in the place of its own. */
    private static String merged(String change) {
        var document = (ObjectNode) Json.STRICT.readTree(VALID);
        document.setAll((ObjectNode) Json.STRICT.readTree(change));
        return document.toString();
    }

    private static Failure refused(String json) {
        return assertThrows(Failure.class, () -> Config.parse(json.getBytes(UTF_8)));
    }
}
