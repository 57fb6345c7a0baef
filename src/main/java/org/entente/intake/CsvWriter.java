package org.entente.intake;

import java.util.List;

/** Writes tables as RFC 4180 has them. */
final class CsvWriter {
    private static final String MUST_BE_QUOTED = "\",;\r\n\t";

    private final StringBuilder out = new StringBuilder();

    /** Adds a row; the cells are written as they are, guards included. */
    void row(List<String> cells) {
        for (int i = 0; i < cells.size(); i++) {
            if (i > 0) {
                out.append(',');
            }
            cell(cells.get(i), cells.size() == 1);
        }
        out.append("\r\n");
    }

    private void cell(String cell, boolean alone) {
        boolean quoted = (alone && cell.isEmpty())
                || cell.chars().anyMatch(c -> MUST_BE_QUOTED.indexOf(c) >= 0 || c == '\ufeff')
                || !cell.equals(cell.strip());
        if (quoted) {
            out.append('"').append(cell.replace("\"", "\"\"")).append('"');
        } else {
            out.append(cell);
        }
    }

    String text() {
        return out.toString();
    }
}
