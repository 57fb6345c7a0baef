package org.entente.intake;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Any bytes as a table: see {@link ConversionInvariants}; and what is read is the same when it is written and read again. */
public final class CsvFuzz {
    private CsvFuzz() {}

    /** What a fuzzer calls. */
    public static void fuzzerTestOneInput(byte[] data) {
        ConversionInvariants.check(
                CsvIndicators.read(data, CsvIndicators.NO_TIME), CsvIndicators.read(data, CsvIndicators.NO_TIME));
        List<List<String>> rows;
        try {
            rows = CsvReader.read(data);
        } catch (IntakeFault refused) {
            return;
        }
        CsvWriter writer = new CsvWriter();
        rows.forEach(row -> writer.row(row.stream().map(Cells::guard).toList()));
        try {
            List<List<String>> again = CsvReader.read(writer.text().getBytes(UTF_8)).stream()
                    .map(row -> row.stream().map(Cells::unguard).toList())
                    .toList();
            if (!rows.equals(again)) {
                throw new AssertionError("a table changed when it was written and read");
            }
        } catch (IntakeFault fault) {
            // A guard makes a cell longer by one; a cell of the very limit is then beyond it.
            if (fault.reason().loss() != Loss.CSV_LIMIT) {
                throw new AssertionError("what was written cannot be read", fault);
            }
        }
    }
}
