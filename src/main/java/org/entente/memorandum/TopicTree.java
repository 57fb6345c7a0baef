package org.entente.memorandum;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which topics are part of which, as a document has it: {@code {"cyber": ["phishing", "ransomware"]}}. A term on a topic
 * matches all that is part of it, however far down; a topic may be part of several, and never of itself. Topics that the
 * tree does not name stand by themselves.
 */
public final class TopicTree {
    /** The most topics that have parts. */
    public static final int MAX_TOPICS = 1000;

    /** The most parts of one topic. */
    public static final int MAX_PARTS = 256;

    /** The longest way from a topic down to a part, both counted. */
    public static final int MAX_DEPTH = 16;

    /** No topic is part of another. */
    public static final TopicTree NONE = new TopicTree(Collections.emptySortedMap());

    private final SortedMap<String, List<String>> parts;

    /** For each part, what it is directly part of. */
    private final Map<String, Set<String>> wider = new HashMap<>();

    private TopicTree(SortedMap<String, List<String>> parts) {
        this.parts = parts;
        parts.forEach((topic, of) -> of.forEach(
                part -> wider.computeIfAbsent(part, _ -> new HashSet<>()).add(topic)));
    }

    static TopicTree read(@Nullable Element element) {
        if (element == null) {
            return NONE;
        }
        if (!element.node().isObject()) {
            throw element.refuse("wrong-type", "An object is expected here.");
        }
        if (element.node().isEmpty()) {
            throw element.refuse("empty-list", "The list has fewer items than it must have.");
        }
        if (element.node().size() > MAX_TOPICS) {
            throw element.refuse("too-many", "The list has more items than it may have.");
        }
        var parts = new TreeMap<String, List<String>>();
        var refused = new Refusal.Collector();
        for (String name : element.node().propertyNames()) {
            Element value = element.get(name);
            List<String> of = refused.attempt(() -> {
                element.named(name).line(Constraint.MAX_VALUE_LENGTH);
                return value.distinct(1, MAX_PARTS, part -> part.line(Constraint.MAX_VALUE_LENGTH), part -> part);
            });
            if (of != null) {
                parts.put(name, of);
            }
        }
        refused.finish();
        TopicTree tree = new TopicTree(parts);
        if (tree.depth() > MAX_DEPTH) {
            throw element.refuse(
                    "topic-circle",
                    "A topic is part of itself, or the way down from a topic is longer than it may be.");
        }
        return tree;
    }

    void write(ObjectNode document) {
        if (!parts.isEmpty()) {
            ObjectNode topics = document.putObject("topics");
            parts.forEach((topic, of) -> {
                ArrayNode array = topics.putArray(topic);
                of.forEach(array::add);
            });
        }
    }

    /** The longest way down; more than {@link #MAX_DEPTH} stands for any longer one, circles included. */
    private int depth() {
        Set<String> level = new HashSet<>(parts.keySet());
        int depth = 1;
        while (!level.isEmpty() && depth <= MAX_DEPTH) {
            Set<String> next = new HashSet<>();
            level.forEach(topic -> next.addAll(parts.getOrDefault(topic, List.of())));
            level = next;
            depth += level.isEmpty() ? 0 : 1;
        }
        return depth;
    }

    /** All topics that are part of another or have parts. */
    public SortedSet<String> all() {
        var all = new TreeSet<>(parts.keySet());
        all.addAll(wider.keySet());
        return all;
    }

    /** These topics and all that they are part of. */
    public SortedSet<String> withWider(Collection<String> topics) {
        var all = new TreeSet<>(topics);
        Deque<String> open = new ArrayDeque<>(all);
        while (!open.isEmpty()) {
            for (String topic : wider.getOrDefault(open.pop(), Set.of())) {
                if (all.add(topic)) {
                    open.push(topic);
                }
            }
        }
        return all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TopicTree that && parts.equals(that.parts);
    }

    @Override
    public int hashCode() {
        return parts.hashCode();
    }

    @Override
    public String toString() {
        return parts.toString();
    }
}
