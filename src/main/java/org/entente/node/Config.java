package org.entente.node;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.entente.exchange.Failure;
import org.entente.exchange.Organisation;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an operator sets, in {@code DIR/entente.json}. It is read once, at the start, and strictly: a key that is not known,
 * given twice, of the wrong type or out of its range refuses the whole file, and every such key is named.
 *
 * @param organisation who this node's organisation is, and where partners reach the node
 * @param host address to listen on
 * @param port port to listen on
 * @param pullIntervalSeconds how often partners are asked for what is new
 * @param tls which certificates are used
 * @param importBytes the largest document of one import, unpacked
 * @param logLevel from which level on the log says something
 */
public record Config(
        Organisation organisation,
        String host,
        int port,
        int pullIntervalSeconds,
        TlsConfig tls,
        long importBytes,
        Level logLevel) {
    /** The name of the file in the node's folder. */
    public static final String FILE = "entente.json";

    /** The largest configuration file. */
    static final int MAX_BYTES = 64 * 1024;

    /**
     * Reads the configuration of a node's folder.
     *
     * @throws Failure {@code NOT_FOUND} when there is none, {@code INVALID} with one field for each thing that is wrong
     */
    public static Config read(Path directory) {
        Path file = directory.resolve(FILE);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] json = in.readNBytes(MAX_BYTES + 1);
            if (json.length > MAX_BYTES) {
                throw new Failure(Failure.Code.LIMIT, "The configuration is too large.", "file", file.toString());
            }
            return parse(json);
        } catch (NoSuchFileException e) {
            throw new Failure(
                    Failure.Code.NOT_FOUND,
                    "There is no node in this folder; set one up with 'entente init'.",
                    e,
                    "folder",
                    directory.toString());
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE, "The configuration cannot be read.", e, "file", file.toString());
        }
    }

    /** Reads a configuration from JSON; fails like {@link #read}. */
    public static Config parse(byte[] json) {
        JsonNode document;
        try {
            document = Json.STRICT.readTree(json);
        } catch (JacksonException e) {
            var at = e.getLocation();
            throw new Failure(
                    Failure.Code.INVALID,
                    "The configuration is not sound JSON, or names a key twice.",
                    e,
                    "line",
                    at == null ? "unknown" : Integer.toString(at.getLineNr()));
        }
        Map<String, JsonNode> given = new LinkedHashMap<>();
        Map<String, String> problems = new LinkedHashMap<>();
        flatten("", document, given, problems);
        Map<ConfigKey, JsonNode> values = check(given, problems);
        if (!problems.isEmpty()) {
            List<String> fields = new ArrayList<>();
            problems.forEach((path, problem) -> {
                fields.add(path);
                fields.add(problem);
            });
            throw new Failure(Failure.Code.INVALID, "The configuration is not valid.", fields.toArray(String[]::new));
        }
        return of(values);
    }

    /** Brings all leaves to the top, under their path; a known group that is no object is a problem of its own. */
    private static void flatten(
            String prefix, JsonNode node, Map<String, JsonNode> given, Map<String, String> problems) {
        if (!node.isObject()) {
            problems.put(prefix.isEmpty() ? "$" : prefix, "must be an object");
            return;
        }
        node.properties().forEach(property -> {
            String path = prefix.isEmpty() ? property.getKey() : prefix + "." + property.getKey();
            if (isGroup(path) && !property.getKey().contains(".")) {
                flatten(path, property.getValue(), given, problems);
            } else if (property.getKey().contains(".") || !isKey(path)) {
                problems.put(path, "is not a key of the configuration");
            } else {
                given.put(path, property.getValue());
            }
        });
    }

    private static boolean isGroup(String path) {
        return List.of(ConfigKey.values()).stream().anyMatch(key -> key.path().startsWith(path + "."));
    }

    private static boolean isKey(String path) {
        return List.of(ConfigKey.values()).stream().anyMatch(key -> key.path().equals(path));
    }

    private static Map<ConfigKey, JsonNode> check(Map<String, JsonNode> given, Map<String, String> problems) {
        Map<ConfigKey, JsonNode> values = new EnumMap<>(ConfigKey.class);
        for (ConfigKey key : ConfigKey.values()) {
            JsonNode value = given.get(key.path());
            String byDefault = key.byDefault();
            if (value == null && byDefault == null) {
                problems.putIfAbsent(key.path(), "must be given: " + key.rule().says());
            } else if (value != null && !key.rule().holds().test(value)) {
                problems.put(key.path(), "must be " + key.rule().says());
            } else {
                values.put(key, value != null ? value : Json.scalar(Objects.requireNonNull(byDefault)));
            }
        }
        TlsConfig.problems(path -> text(values, path), problems);
        return values;
    }

    private static Config of(Map<ConfigKey, JsonNode> values) {
        return new Config(
                new Organisation(
                        text(values, ConfigKey.ORGANISATION_ID),
                        text(values, ConfigKey.ORGANISATION_NAME),
                        text(values, ConfigKey.PUBLIC_URL)),
                text(values, ConfigKey.LISTEN_HOST),
                (int) number(values, ConfigKey.LISTEN_PORT),
                (int) number(values, ConfigKey.PULL_INTERVAL_SECONDS),
                TlsConfig.of(key -> text(values, key)),
                number(values, ConfigKey.LIMITS_IMPORT_BYTES),
                Level.valueOf(text(values, ConfigKey.LOG_LEVEL).toUpperCase(Locale.ROOT)));
    }

    private static String text(Map<ConfigKey, JsonNode> values, ConfigKey key) {
        JsonNode value = values.get(key);
        return value == null ? "" : value.asString();
    }

    private static long number(Map<ConfigKey, JsonNode> values, ConfigKey key) {
        return Objects.requireNonNull(values.get(key)).asLong();
    }

    /**
     * Reads the files that the configuration names, as a start would.
     *
     * @throws Failure {@code INVALID} with the key, the file and what is wrong with it
     */
    public void checkFiles(Path directory) {
        TlsFiles files = new TlsFiles(directory, tls);
        files.server();
        files.pullIdentity();
    }

    /** Every key with its value, the defaults included. */
    public Map<String, String> values() {
        Map<String, String> values = new LinkedHashMap<>();
        for (ConfigKey key : ConfigKey.values()) {
            values.put(
                    key.path(),
                    switch (key) {
                        case ORGANISATION_ID -> organisation.did();
                        case ORGANISATION_NAME -> organisation.name();
                        case LISTEN_HOST -> host;
                        case LISTEN_PORT -> Integer.toString(port);
                        case PUBLIC_URL -> organisation.url();
                        case PULL_INTERVAL_SECONDS -> Integer.toString(pullIntervalSeconds);
                        case PULL_CERTIFICATE -> tls.pullCertificate();
                        case PULL_KEY -> tls.pullKey();
                        case TLS_CERTIFICATE -> tls.certificate();
                        case TLS_KEY -> tls.key();
                        case TLS_OLDEST_VERSION -> tls.oldestVersion();
                        case TLS_CLIENT_CERTIFICATES -> tls.clientCertificates() ? "on" : "off";
                        case TLS_CLIENT_AUTHORITIES -> tls.clientAuthorities();
                        case LIMITS_IMPORT_BYTES -> Long.toString(importBytes);
                        case LOG_LEVEL -> logLevel.name().toLowerCase(Locale.ROOT);
                    });
        }
        return values;
    }

    /** The file for a new node: what must be given, and the default of all else, so that every key is in sight. */
    static byte[] template(Organisation organisation, String host, int port) {
        ObjectNode document = Json.object();
        document.putObject("organisation").put("id", organisation.did()).put("name", organisation.name());
        document.putObject("listen").put("host", host).put("port", port);
        document.put("publicUrl", organisation.url());
        for (ConfigKey key : ConfigKey.values()) {
            String byDefault = key.byDefault();
            int dot = key.path().indexOf('.');
            if (byDefault != null && dot > 0 && key != ConfigKey.LISTEN_HOST) {
                document.withObject("/" + key.path().substring(0, dot))
                        .set(key.path().substring(dot + 1), Json.scalar(byDefault));
            }
        }
        return Json.pretty(document);
    }
}
