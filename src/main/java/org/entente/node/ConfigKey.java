package org.entente.node;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.entente.exchange.Command;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Every key of the configuration. {@code docs/operators.md} holds the same table, and a test compares the two. */
enum ConfigKey {
    ORGANISATION_ID("organisation.id", Rule.DID, null, "who this node's organisation is; partners pin it"),
    ORGANISATION_NAME("organisation.name", Rule.NAME, null, "the organisation's name, for people"),
    LISTEN_HOST("listen.host", Rule.HOST, "127.0.0.1", "the address to listen on"),
    LISTEN_PORT("listen.port", Rule.whole(1, 65_535), null, "the port to listen on"),
    PUBLIC_URL(
            "publicUrl",
            Rule.URL,
            null,
            "where partners reach this node; part of each feed's name in the log, so it stays as it is"),
    PULL_INTERVAL_SECONDS(
            "pull.intervalSeconds", Rule.whole(1, 86_400), "60", "how often partners are asked for what is new"),
    PULL_CERTIFICATE(
            "pull.certificate",
            Rule.FILE,
            "",
            "the certificate, with those that vouch for it, that partners' servers are shown if they ask"),
    PULL_KEY("pull.key", Rule.FILE, "", "its private key, for the owner of the file only"),
    TLS_CERTIFICATE(
            "tls.certificate",
            Rule.FILE,
            "",
            "the server's certificate, with those that vouch for it; without it the node speaks plain HTTP"),
    TLS_KEY("tls.key", Rule.FILE, "", "its private key, for the owner of the file only"),
    TLS_OLDEST_VERSION(
            "tls.oldestVersion", Rule.VERSION, "1.3", "the oldest version of TLS that is spoken; 1.3 is always spoken"),
    TLS_CLIENT_CERTIFICATES(
            "tls.clientCertificates",
            Rule.SWITCH,
            "off",
            "whether clients are asked for a certificate, which they need not have"),
    TLS_CLIENT_AUTHORITIES(
            "tls.clientAuthorities",
            Rule.FILE,
            "",
            "who must vouch for certificates of clients; without it any that is registered counts"),
    LIMITS_IMPORT_BYTES(
            "limits.importBytes",
            Rule.whole(1024, Command.MAX_OBJECT_BYTES),
            "67108864",
            "the largest document of one import, unpacked"),
    LOG_LEVEL("log.level", Rule.LEVEL, "info", "from which level on the log says something");

    /** What a value must be, as a sentence goes on after "must be", and how that is told. */
    record Rule(String says, Predicate<JsonNode> holds) {
        private static final Pattern DID_WEB =
                Pattern.compile("did:web:[a-z0-9]([a-z0-9.-]*[a-z0-9])?(%3A[0-9]{1,5})?(:[A-Za-z0-9._-]+)*");
        private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9.:-]{1,253}");
        private static final int MAX_DID_LENGTH = 250;
        private static final int MAX_PATH = 1000;
        private static final List<String> LEVELS = List.of("error", "warning", "info", "debug");

        static final Rule DID = new Rule(
                "an identifier of the form did:web:host, with the host in lower case",
                node -> text(node, MAX_DID_LENGTH)
                        && DID_WEB.matcher(node.stringValue()).matches());
        static final Rule NAME = new Rule(
                "a text of 1 to 300 characters on one line",
                node -> text(node, Command.MAX_TEXT)
                        && node.stringValue().chars().noneMatch(Character::isISOControl));
        static final Rule HOST = new Rule(
                "a host name or an IP address",
                node -> node.isString() && HOST_NAME.matcher(node.stringValue()).matches());
        static final Rule URL = new Rule(
                "an http or https address with host and, where needed, port, and nothing after them",
                node -> text(node, Command.MAX_TEXT) && isBase(node.stringValue()));
        static final Rule LEVEL = new Rule(
                "one of " + String.join(", ", LEVELS), node -> node.isString() && LEVELS.contains(node.stringValue()));

        static final Rule FILE = new Rule(
                "the path of a file in PEM, from the node's folder on, or empty for none",
                node -> node.isString()
                        && node.stringValue().length() <= MAX_PATH
                        && node.stringValue().chars().noneMatch(Character::isISOControl));
        static final Rule VERSION = new Rule("1.2 or 1.3, as a text", node -> isOneOf(node, "1.2", "1.3"));
        static final Rule SWITCH = new Rule("on or off", node -> isOneOf(node, "on", "off"));

        private static boolean isOneOf(JsonNode node, String... values) {
            return node.isString() && List.of(values).contains(node.stringValue());
        }

        static Rule whole(long least, long most) {
            return new Rule(
                    "a whole number from " + least + " to " + most,
                    node -> node.isIntegralNumber()
                            && node.canConvertToLong()
                            && node.longValue() >= least
                            && node.longValue() <= most);
        }

        private static boolean text(JsonNode node, int most) {
            return node.isString()
                    && !node.stringValue().isBlank()
                    && node.stringValue().length() <= most;
        }

        private static boolean isBase(String text) {
            try {
                URI uri = new URI(text);
                return ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
                        && uri.getHost() != null
                        && uri.getRawUserInfo() == null
                        && Objects.requireNonNull(uri.getRawPath()).isEmpty()
                        && uri.getRawQuery() == null
                        && uri.getRawFragment() == null;
            } catch (URISyntaxException _) {
                return false;
            }
        }
    }

    private final String path;

    @SuppressWarnings("ImmutableEnumChecker") // A rule is immutable: its predicate holds no state.
    private final Rule rule;

    private final @Nullable String byDefault;
    private final String meaning;

    ConfigKey(String path, Rule rule, @Nullable String byDefault, String meaning) {
        this.path = path;
        this.rule = rule;
        this.byDefault = byDefault;
        this.meaning = meaning;
    }

    /** Where the key stands, names from the outside in with dots between. */
    String path() {
        return path;
    }

    Rule rule() {
        return rule;
    }

    /** What counts where the key is absent, or null where it must be given. */
    @Nullable
    String byDefault() {
        return byDefault;
    }

    String meaning() {
        return meaning;
    }
}
