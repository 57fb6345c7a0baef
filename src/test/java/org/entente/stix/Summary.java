package org.entente.stix;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts disagreements by what is alike in them, with one example of each. */
final class Summary {
    private static final int MAX_EXAMPLE = 300;

    private final Map<String, Group> groups = new TreeMap<>();
    private int count;

    private static final class Group {
        private final String example;
        private int count;

        Group(String example) {
            this.example = example;
        }
    }

    void add(String group, String example) {
        count++;
        groups.computeIfAbsent(group, _ -> new Group(example)).count++;
    }

    boolean isEmpty() {
        return count == 0;
    }

    @Override
    public String toString() {
        List<Map.Entry<String, Group>> all = new ArrayList<>(groups.entrySet());
        all.sort(Comparator.comparingInt(entry -> -entry.getValue().count));
        StringBuilder text = new StringBuilder(count + " disagreements in " + all.size() + " groups");
        for (Map.Entry<String, Group> entry : all) {
            String example = entry.getValue().example;
            text.append("\n%6d  %s%n        %s"
                    .formatted(
                            entry.getValue().count,
                            entry.getKey(),
                            example.length() > MAX_EXAMPLE ? example.substring(0, MAX_EXAMPLE) + "..." : example));
        }
        return text.toString();
    }
}
