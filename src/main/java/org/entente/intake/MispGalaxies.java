package org.entente.intake;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Clusters of galaxies as domain objects. The galaxies of MITRE ATT&amp;CK give their clusters the UUIDs of the objects that
 * MITRE publishes, so what comes of them has the official identifiers.
 *
 * <p>A public cluster becomes a stand-in of the oldest possible version, unmarked and without a creator: it is the same
 * from every event, and the object that its creator publishes is always newer.
 */
final class MispGalaxies {
    /** The galaxies whose clusters are objects, by the type of the galaxy. */
    static final Map<String, String> TYPES = types();

    private static final Set<String> WITH_ALIASES =
            Set.of("attack-pattern", "campaign", "intrusion-set", "malware", "threat-actor", "tool");
    private static final Pattern ATTACK_ID = Pattern.compile("(?:TA|[TSGMC])\\d{4}(?:\\.\\d{3})?");

    private MispGalaxies() {}

    /**
     * What came of the clusters.
     *
     * @param ids the objects that they became
     * @param tags the names of the tags that say the same, which need not be labels too
     * @param labels the names of the tags of clusters that became no object
     */
    record Clusters(Set<String> ids, Set<String> tags, Set<String> labels) {
        /** The labels of what has these clusters and tags. */
        Set<String> labels(MispTags with) {
            Set<String> all = new LinkedHashSet<>(with.labels());
            all.removeAll(tags);
            all.addAll(labels);
            return all;
        }
    }

    static Clusters convert(JsonNode holder, String path, MispEvent event, Set<String> markings) throws IntakeFault {
        Set<String> ids = new LinkedHashSet<>();
        Set<String> tags = new LinkedHashSet<>();
        Set<String> labels = new LinkedHashSet<>();
        event.forEach(holder, path, "Galaxy", (galaxy, at) -> {
            String galaxyType = MispText.text(galaxy, "type");
            String type = TYPES.get(galaxyType);
            if (type == null) {
                event.remarks.add(Loss.GALAXY, at);
                event.forEach(galaxy, at, "GalaxyCluster", (cluster, _) -> labels.add(label(galaxyType, cluster)));
                return;
            }
            event.forEach(galaxy, at, "GalaxyCluster", (cluster, where) -> {
                String uuid = MispText.uuid(cluster);
                if (uuid == null) {
                    event.remarks.add(Loss.NO_UUID, where);
                    return;
                }
                ObjectNode object = object(type, galaxyType, uuid, cluster, where, event, markings);
                if (event.put(object, where)) {
                    ids.add(object.path("id").asString());
                    tags.add(MispText.text(cluster, "tag_name"));
                }
            });
        });
        return new Clusters(ids, tags, labels);
    }

    /** The tag by which MISP says that something has the cluster. */
    private static String label(String galaxyType, JsonNode cluster) {
        String tag = MispText.text(cluster, "tag_name");
        return tag.isEmpty() ? "misp-galaxy:" + galaxyType + "=\"" + MispText.text(cluster, "value") + '"' : tag;
    }

    private static ObjectNode object(
            String type,
            String galaxyType,
            String uuid,
            JsonNode cluster,
            String path,
            MispEvent event,
            Set<String> markings) {
        String id = type + "--" + uuid;
        ObjectNode object;
        if (isPublic(galaxyType, cluster)) {
            event.remarks.once(Loss.STAND_IN, path);
            object = JsonInput.object()
                    .put("type", type)
                    .put("spec_version", "2.1")
                    .put("id", id)
                    .put("created", MispEvent.NO_TIME)
                    .put("modified", MispEvent.NO_TIME);
        } else {
            object = event.frame.object(type, id, MispText.seconds(cluster, "version"), markings);
        }
        JsonNode meta = cluster.path("meta");
        String external = first(meta.path("external_id"));
        String value = MispText.text(cluster, "value");
        String suffix = " - " + external;
        boolean suffixed = !external.isEmpty() && value.endsWith(suffix) && value.length() > suffix.length();
        object.put("name", suffixed ? value.substring(0, value.length() - suffix.length()) : value);
        String description = MispText.text(cluster, "description");
        if (!description.isEmpty()) {
            object.put("description", description);
        }
        if (type.equals("malware")) {
            object.put("is_family", true);
        }
        aliases(type, meta, object);
        killChain(type, meta.path("kill_chain"), object);
        references(galaxyType, external, meta.path("refs"), object);
        return object;
    }

    /** Whether everybody has the cluster: the galaxies that MISP ships with say so, those of ATT&amp;CK are unless they deny it. */
    private static boolean isPublic(String galaxyType, JsonNode cluster) {
        return cluster.has("default") ? MispText.truth(cluster, "default") : galaxyType.startsWith("mitre-");
    }

    private static String first(JsonNode value) {
        return value.isArray() ? value.path(0).asString("") : value.asString("");
    }

    private static void aliases(String type, JsonNode meta, ObjectNode object) {
        Set<String> aliases = new LinkedHashSet<>();
        for (JsonNode synonym : meta.path("synonyms")) {
            aliases.add(synonym.asString(""));
        }
        aliases.remove("");
        if (WITH_ALIASES.contains(type) && !aliases.isEmpty()) {
            aliases.forEach(object.putArray("aliases")::add);
        }
    }

    /** MISP writes the chain and the phase, with the platform between them in places. */
    private static void killChain(String type, JsonNode phases, ObjectNode object) {
        if (!Set.of("attack-pattern", "malware", "tool").contains(type)) {
            return;
        }
        ArrayNode list = JsonInput.NODES.arrayNode();
        for (JsonNode phase : phases) {
            String text = phase.asString("");
            int first = text.indexOf(':');
            int last = text.lastIndexOf(':');
            if (first > 0 && last < text.length() - 1) {
                list.addObject()
                        .put("kill_chain_name", text.substring(0, first))
                        .put("phase_name", text.substring(last + 1));
            }
        }
        if (!list.isEmpty()) {
            object.set("kill_chain_phases", list);
        }
    }

    private static void references(String galaxyType, String external, JsonNode refs, ObjectNode object) {
        ArrayNode list = JsonInput.NODES.arrayNode();
        boolean attack = ATTACK_ID.matcher(external).matches();
        String official = "";
        for (JsonNode ref : refs) {
            String url = ref.asString("");
            if (attack && official.isEmpty() && url.startsWith("https://attack.mitre.org/")) {
                official = url;
            }
        }
        if (!external.isEmpty()) {
            ObjectNode reference = list.addObject()
                    .put("source_name", attack ? "mitre-attack" : "misp-galaxy:" + galaxyType)
                    .put("external_id", external);
            if (!official.isEmpty()) {
                reference.put("url", official);
            }
        }
        for (JsonNode ref : refs) {
            String url = ref.asString("");
            if (!url.equals(official) && ValueForm.fact("url:value", url) != null) {
                list.addObject().put("source_name", "misp-galaxy:" + galaxyType).put("url", url.strip());
            }
        }
        if (!list.isEmpty()) {
            object.set("external_references", list);
        }
    }

    private static Map<String, String> types() {
        Map<String, String> types = new TreeMap<>();
        for (String kind : new String[] {"attack-pattern", "course-of-action", "intrusion-set", "malware", "tool"}) {
            types.put("mitre-" + kind, kind);
            types.put("mitre-ics-" + kind, kind);
            for (String matrix : new String[] {"enterprise", "mobile", "pre"}) {
                types.put("mitre-" + matrix + "-attack-" + kind, kind);
            }
        }
        for (String galaxy : new String[] {
            "android", "backdoor", "banker", "botnet", "cryptominers", "malpedia", "ransomware", "rat", "stealer"
        }) {
            types.put(galaxy, "malware");
        }
        types.put("threat-actor", "threat-actor");
        types.put("microsoft-activity-group", "threat-actor");
        types.put("tool", "tool");
        types.put("exploit-kit", "tool");
        types.put("branded-vulnerability", "vulnerability");
        return types;
    }
}
