package org.entente.demo;

/** The documents of the story: drafts of memoranda, house rules, single objects. */
final class Drafts {
    private static final String TYPES =
            "\"identity\",\"attack-pattern\",\"malware\",\"indicator\",\"report\",\"relationship\",\"campaign\",\"intrusion-set\"";

    private Drafts() {}

    /** A channel for what is filed under one collection, in both directions. */
    static String quiet(DemoNode a, DemoNode b) {
        return memorandum(a, b, "Channel between the services", "", """
                {"id":"quiet-ab","title":"From A to B","from":"%1$s","to":["%2$s"],"constraint":{"collection":{"eq":"quiet"}}},
                {"id":"quiet-ba","title":"From B to A","from":"%2$s","to":["%1$s"],"constraint":{"collection":{"eq":"quiet"}}}""".formatted(a.did, b.did));
    }

    /** One grant: every indicator. */
    static String one(DemoNode a, DemoNode b) {
        return memorandum(a, b, "Indicators", "", """
                {"id":"indicators","title":"Indicators","from":"%s","to":["%s"],"constraint":{"type":{"isAnyOf":["indicator"]}}}""".formatted(a.did, b.did));
    }

    /** The memorandum that is severed. */
    static String formal(DemoNode a, DemoNode b) {
        return memorandum(a, b, "First framework of cooperation", "", """
                {"id":"formal-ab","title":"Reports","from":"%s","to":["%s"],"constraint":{"type":{"isAnyOf":["identity","report"]}}}""".formatted(a.did, b.did));
    }

    /** The memorandum that follows it: a grant limited by type lists identity, to which nearly every object refers. */
    static String narrow(DemoNode a, DemoNode b, String cites) {
        return memorandum(
                a, b, "Framework for security cooperation", "\"cites\":[\"urn:uuid:" + cites + "\"],", """
                {"id":"intelligence","title":"Sharing of intelligence","from":"%1$s","to":["%2$s"],
                 "constraint":{"all":[
                   {"type":{"isAnyOf":[%3$s]}},
                   {"tlp":{"lteq":"green"}},
                   {"topic":{"isAnyOf":["maritime","energy","techniques","procurement"]}}]}},
                {"id":"procurement","title":"Defence procurement","from":"%1$s","to":["%2$s"],
                 "constraint":{"all":[
                   {"type":{"isAnyOf":["identity","tool","course-of-action"]}},
                   {"topic":{"isAnyOf":["procurement"]}},
                   {"tlp":{"lteq":"amber"}}]}}""".formatted(
                                a.did, b.did, TYPES));
    }

    private static String memorandum(DemoNode a, DemoNode b, String title, String more, String grants) {
        return """
               {"entente":"memorandum/1","version":1,"title":"%s","preamble":"A demonstration. The parties are fictional.",%s
                "parties":[{"id":"%s","name":"Organisation A"},{"id":"%s","name":"Organisation B"}],
                "term":{"from":"2026-01-01T00:00:00Z","until":"2036-01-01T00:00:00Z"},
                "grants":[%s]}""".formatted(title, more, a.did, b.did, grants);
    }

    /** A's own limits, which B never sees. What has no topic at all, as on the quiet channel, is not touched by them. */
    static String houseRules() {
        return """
               {"entente":"house-rules/1","rules":[
                 {"id":"sources","text":"What could betray a source stays here.",
                  "require":{"any":[{"topic":{"isAbsent":true}},{"topic":{"isNoneOf":["sensitive-source"]}}]}},
                 {"id":"attribution","text":"No attribution leaves.",
                  "require":{"any":[{"topic":{"isAbsent":true}},{"topic":{"isNoneOf":["attribution"]}}]}}]}""";
    }

    /** An item for the quiet channel. */
    static String quietItem(int number) {
        return indicator("00000000-0000-4000-8000-00000000000" + number, "Quiet item " + number, "");
    }

    /** An object that comes while the contract is suspended. */
    static String heldItem() {
        return indicator(
                "00000000-0000-4000-8000-0000000000aa",
                "Came while suspended",
                "\"labels\":[\"maritime\"],\"object_marking_refs\":[\"marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb\"],");
    }

    private static String indicator(String uuid, String name, String more) {
        return """
               {"type":"indicator","spec_version":"2.1","id":"indicator--%s",
                "created":"2026-01-20T10:00:00.000Z","modified":"2026-01-20T10:00:00.000Z",
                "name":"%s",%s"indicator_types":["anomalous-activity"],
                "pattern":"[domain-name:value = 'quay.example']","pattern_type":"stix","valid_from":"2026-01-20T10:00:00Z"}""".formatted(uuid, name, more);
    }
}
