package org.entente.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rows in aligned columns. Numbers stand to the right. Control characters, which could steer a terminal, are replaced. */
final class Table {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();
    private final List<Boolean> right = new ArrayList<>();

    Table(String... headings) {
        if (headings.length > 0) {
            rows.add(List.of(headings));
        }
    }

    /** Adds a row; JSON null is a dash. */
    Table row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (int i = 0; i < cells.length; i++) {
            Object cell = cells[i];
            boolean number = cell instanceof Number || (cell instanceof JsonNode node && node.isNumber());
            if (right.size() <= i) {
                right.add(number);
            }
            row.add(printable(text(cell)));
        }
        rows.add(row);
        return this;
    }

    private static String text(Object cell) {
        return switch (cell) {
            case JsonNode node when node.isNull() || node.isMissingNode() -> "-";
            case JsonNode node when node.isBoolean() -> node.booleanValue() ? "yes" : "no";
            case JsonNode node -> node.asString();
            case Boolean value -> value ? "yes" : "no";
            default -> cell.toString();
        };
    }

    void print(PrintWriter out) {
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                String pad = " ".repeat(widths[i] - row.get(i).length());
                boolean toTheRight = i < right.size() && right.get(i);
                line.append(i == 0 ? "" : GAP).append(toTheRight ? pad + row.get(i) : row.get(i) + pad);
            }
            out.println(line.toString().stripTrailing());
        }
    }

    static String printable(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> Character.isISOControl(c) || Character.getType(c) == Character.FORMAT ? '?' : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    /** An instant as a person reads it; a dash where there is none. */
    static String time(JsonNode instant) {
        return instant.isString() && instant.stringValue().length() >= 19
                ? instant.stringValue().substring(0, 19).replace('T', ' ') + " UTC"
                : "-";
    }
}
