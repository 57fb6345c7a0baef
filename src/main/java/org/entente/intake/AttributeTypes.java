package org.entente.intake;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.entente.intake.Sketch.Fact;
import org.jspecify.annotations.Nullable;

/**
 * What each type of MISP attribute becomes. The types are those of the MISP core format, section 2.3.2.3; docs/conversions.md
 * shows this table, and a test holds the two together.
 */
final class AttributeTypes {
    /** What a type becomes. */
    sealed interface Form {
        /** As the table of the documentation has it. */
        String text();
    }

    /** Cyber-observable objects, with a path for each part of the value; the parts are separated by a bar. */
    record Observable(List<String> paths, List<Fact> more) implements Form {
        @Override
        public String text() {
            return String.join(", ", paths);
        }
    }

    /** A pattern that has no form as an object, as STIX demands more of the object than the attribute says. */
    record PatternOnly(String path) implements Form {
        @Override
        public String text() {
            return path + " (pattern only)";
        }
    }

    /** An indicator whose pattern is the value itself. */
    record Rule(String patternType) implements Form {
        @Override
        public String text() {
            return "indicator, pattern_type " + patternType;
        }
    }

    /** A domain object whose name is the value. */
    record Named(String type) implements Form {
        @Override
        public String text() {
            return type;
        }
    }

    /** A file, with its content where the attribute has it. */
    record Payload(boolean sample) implements Form {
        @Override
        public String text() {
            return sample ? "file:name, file:hashes.MD5, artifact (encrypted zip)" : "file:name, artifact";
        }
    }

    /** A note about the event. */
    record Note() implements Form {
        @Override
        public String text() {
            return "note";
        }
    }

    /** An external reference of the event. */
    record Link() implements Form {
        @Override
        public String text() {
            return "external reference of the report or grouping";
        }
    }

    private static final Map<String, Form> FORMS = forms();

    private AttributeTypes() {}

    /** What the type becomes, or null for one that is kept as it is. */
    static @Nullable Form of(String type) {
        return FORMS.get(type);
    }

    static Map<String, Form> all() {
        return FORMS;
    }

    /** The statements that the value makes, or null where it has not the form of its type. */
    static @Nullable List<Fact> facts(Observable form, String value) {
        List<String> parts = parts(value, form.paths().size());
        if (parts == null) {
            return null;
        }
        List<Fact> facts = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Fact fact = ValueForm.fact(form.paths().get(i), parts.get(i));
            if (fact == null) {
                return null;
            }
            facts.add(fact);
        }
        facts.addAll(form.more());
        return facts;
    }

    /** The first part goes to the last bar but the parts that follow, as a file name may have a bar and a hash has none. */
    private static @Nullable List<String> parts(String value, int count) {
        if (count == 1) {
            return List.of(value);
        }
        int bar = value.lastIndexOf('|');
        return bar < 0 ? null : List.of(value.substring(0, bar), value.substring(bar + 1));
    }

    private static Map<String, Form> forms() {
        Map<String, Form> forms = new TreeMap<>();
        hashes().forEach((type, key) -> {
            String path = "file:hashes." + key;
            put(forms, type, path);
            put(forms, "filename|" + type, "file:name", path);
        });
        put(forms, "filename", "file:name");
        put(forms, "email-attachment", "file:name");
        for (String address : List.of("ip-src", "ip-dst")) {
            String end = address.equals("ip-src") ? "src" : "dst";
            put(forms, address, "ip-addr:value");
            put(
                    forms,
                    address + "|port",
                    "network-traffic:" + end + "_ref/ip-addr.value",
                    "network-traffic:" + end + "_port");
        }
        put(forms, "hostname|port", "network-traffic:dst_ref/domain-name.value", "network-traffic:dst_port");
        put(forms, "domain|ip", "domain-name:value", "domain-name:resolves_to_refs[*]/ip-addr.value");
        for (String type : List.of("domain", "hostname", "onion-address")) {
            put(forms, type, "domain-name:value");
        }
        for (String type : List.of("email", "target-email", "dns-soa-email", "whois-registrant-email")) {
            put(forms, type, "email-addr:value");
        }
        put(forms, "email-src", "email-message:from_ref/email-addr.value");
        put(forms, "email-dst", "email-message:to_refs[*]/email-addr.value");
        put(forms, "email-subject", "email-message:subject");
        put(forms, "email-body", "email-message:body");
        put(forms, "email-message-id", "email-message:message_id");
        put(forms, "email-reply-to", "email-message:additional_header_fields.'Reply-To'[*]");
        put(forms, "email-x-mailer", "email-message:additional_header_fields.'X-Mailer'[*]");
        put(forms, "url", "url:value");
        put(forms, "uri", "url:value");
        put(forms, "mutex", "mutex:name");
        put(forms, "regkey", "windows-registry-key:key");
        put(forms, "regkey|value", "windows-registry-key:key", "windows-registry-key:values[*].data");
        put(forms, "AS", "autonomous-system:number");
        put(forms, "mac-address", "mac-addr:value");
        put(forms, "windows-service-name", "process:extensions.'windows-service-ext'.service_name");
        put(forms, "windows-service-displayname", "process:extensions.'windows-service-ext'.display_name");
        put(forms, "x509-fingerprint-md5", "x509-certificate:hashes.MD5");
        put(forms, "x509-fingerprint-sha1", "x509-certificate:hashes.'SHA-1'");
        put(forms, "x509-fingerprint-sha256", "x509-certificate:hashes.'SHA-256'");
        put(forms, "target-user", "user-account:account_login");
        put(forms, "eppn", "user-account:account_login");
        account(forms, "twitter-id", "twitter");
        account(forms, "github-username", "github");
        account(forms, "jabber-id", "jabber");
        forms.put("port", new PatternOnly("network-traffic:dst_port"));
        forms.put("size-in-bytes", new PatternOnly("file:size"));
        forms.put("mime-type", new PatternOnly("file:mime_type"));
        forms.put(
                "user-agent",
                new PatternOnly("network-traffic:extensions.'http-request-ext'.request_header.'User-Agent'[*]"));
        forms.put("http-method", new PatternOnly("network-traffic:extensions.'http-request-ext'.request_method"));
        forms.put("cpe", new PatternOnly("software:cpe"));
        forms.put("yara", new Rule("yara"));
        forms.put("sigma", new Rule("sigma"));
        forms.put("snort", new Rule("snort"));
        forms.put("bro", new Rule("zeek"));
        forms.put("zeek", new Rule("zeek"));
        forms.put("kusto-query", new Rule("kusto"));
        forms.put("stix2-pattern", new Rule("stix"));
        forms.put("vulnerability", new Named("vulnerability"));
        forms.put("threat-actor", new Named("threat-actor"));
        forms.put("campaign-name", new Named("campaign"));
        forms.put("target-org", new Named("identity"));
        forms.put("attachment", new Payload(false));
        forms.put("malware-sample", new Payload(true));
        forms.put("comment", new Note());
        forms.put("text", new Note());
        forms.put("link", new Link());
        return forms;
    }

    /** The names of hashes in MISP and, as a step of a path, in STIX (section 10.6; others are written alike). */
    private static Map<String, String> hashes() {
        Map<String, String> hashes = new TreeMap<>();
        hashes.put("md5", "MD5");
        hashes.put("ssdeep", "SSDEEP");
        hashes.put("tlsh", "TLSH");
        for (String sha : List.of("1", "224", "256", "384", "512")) {
            hashes.put("sha" + sha, "'SHA-" + sha + "'");
        }
        for (String sha : List.of("224", "256", "384", "512")) {
            hashes.put("sha3-" + sha, "'SHA3-" + sha + "'");
        }
        hashes.put("sha512/224", "'SHA-512-224'");
        hashes.put("sha512/256", "'SHA-512-256'");
        for (String other : List.of("authentihash", "cdhash", "imphash", "impfuzzy", "pehash", "telfhash", "vhash")) {
            hashes.put(other, other.toUpperCase(Locale.ROOT));
        }
        return hashes;
    }

    private static void put(Map<String, Form> forms, String type, String... paths) {
        forms.put(type, new Observable(Arrays.asList(paths), List.of()));
    }

    private static void account(Map<String, Form> forms, String type, String accountType) {
        List<Fact> more = List.of(Fact.of("user-account:account_type", accountType));
        forms.put(type, new Observable(List.of("user-account:account_login"), more));
    }
}
