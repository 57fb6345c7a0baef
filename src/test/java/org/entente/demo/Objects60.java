package org.entente.demo;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Sixty indicators, one a line; the same number gives the same ones. */
final class Objects60 {
    static final int COUNT = 60;

    private Objects60() {}

    static String of(int number) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < COUNT; i++) {
            UUID id = UUID.nameUUIDFromBytes((number + "/" + i).getBytes(StandardCharsets.UTF_8));
            lines.append("""
                            {"type":"indicator","spec_version":"2.1","id":"indicator--%s","created":"2026-01-20T10:00:00.000Z",\
                            "modified":"2026-01-20T10:00:00.000Z","pattern":"[url:value = 'http://%d.example/%d']",\
                            "pattern_type":"stix","valid_from":"2026-01-20T10:00:00Z"}""".formatted(id, number, i)).append('\n');
        }
        return lines.toString();
    }
}
