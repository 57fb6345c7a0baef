package org.entente.intake;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads tables as RFC 4180 has them: cells between commas, rows ended by CR LF, quotes around a cell that holds a comma, a
 * quote (written twice) or the end of a line. It also takes a bare LF as the end of a row and a byte order mark before the
 * first, as common programs write them, and nothing else. All rows have the width of the first.
 */
final class CsvReader {
    private static final char MARK = '\ufeff';

    private final String text;
    private final List<List<String>> rows = new ArrayList<>();
    private int pos;

    private CsvReader(String text) {
        this.text = text;
    }

    /** The rows with their cells; the first row is the header. */
    static List<List<String>> read(byte[] document) throws IntakeFault {
        CsvReader reader = new CsvReader(JsonInput.text(document));
        reader.table();
        return reader.rows;
    }

    private void table() throws IntakeFault {
        pos = !text.isEmpty() && text.charAt(0) == MARK ? 1 : 0;
        while (pos < text.length()) {
            if (rows.size() > IntakeLimits.MAX_OBJECTS) {
                throw fault(Loss.CSV_LIMIT);
            }
            List<String> row = row();
            if (!rows.isEmpty() && row.size() != rows.getFirst().size()) {
                throw fault(Loss.CSV_WIDTH);
            }
            rows.add(row);
        }
        if (rows.isEmpty()) {
            throw fault(Loss.CSV_HEADER);
        }
    }

    private List<String> row() throws IntakeFault {
        List<String> row = new ArrayList<>();
        boolean more = true;
        while (more) {
            if (row.size() == IntakeLimits.MAX_COLUMNS) {
                throw fault(Loss.CSV_LIMIT);
            }
            row.add(pos < text.length() && text.charAt(pos) == '"' ? quoted() : plain());
            more = pos < text.length() && text.charAt(pos) == ',';
            if (more) {
                pos++;
            }
        }
        endOfRow();
        return row;
    }

    private void endOfRow() throws IntakeFault {
        if (pos == text.length()) {
            return;
        }
        char c = text.charAt(pos);
        if (c == '\n') {
            pos++;
        } else if (c == '\r' && pos + 1 < text.length() && text.charAt(pos + 1) == '\n') {
            pos += 2;
        } else {
            throw fault(c == '\r' ? Loss.CSV_LINE_END : Loss.CSV_QUOTE);
        }
    }

    private String plain() throws IntakeFault {
        int start = pos;
        while (pos < text.length() && ",\r\n".indexOf(text.charAt(pos)) < 0) {
            if (text.charAt(pos) == '"') {
                throw fault(Loss.CSV_QUOTE);
            }
            pos++;
        }
        checkLength(pos - start);
        return text.substring(start, pos);
    }

    private String quoted() throws IntakeFault {
        StringBuilder cell = new StringBuilder();
        pos++;
        while (true) {
            int quote = text.indexOf('"', pos);
            if (quote < 0) {
                throw fault(Loss.CSV_QUOTE);
            }
            checkLength(cell.length() + quote - pos);
            cell.append(text, pos, quote);
            pos = quote + 1;
            if (pos == text.length() || text.charAt(pos) != '"') {
                return cell.toString();
            }
            cell.append('"');
            pos++;
        }
    }

    private void checkLength(int length) throws IntakeFault {
        if (length > IntakeLimits.MAX_CELL_CHARS) {
            throw fault(Loss.CSV_LIMIT);
        }
    }

    private IntakeFault fault(Loss loss) {
        return new IntakeFault(loss, "row " + (rows.size() + 1));
    }
}
