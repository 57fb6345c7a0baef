package org.entente.intake;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixObject;
import org.entente.stix.StixReader;

/** What holds of every conversion, whatever came in. */
final class ConversionInvariants {
    private ConversionInvariants() {}

    /** Each object is valid and there once, remarks are within their limit, and converting again gives the same. */
    static void check(Conversion conversion, Conversion again) {
        if (!conversion.equals(again)) {
            throw new AssertionError("the same bytes gave something else");
        }
        if (!(conversion instanceof Conversion.Converted(List<StixObject> objects, List<Remark> remarks))) {
            return;
        }
        if (remarks.size() > IntakeLimits.MAX_REMARKS + 1 || objects.size() > IntakeLimits.MAX_OBJECTS) {
            throw new AssertionError("more than the limit");
        }
        Set<String> versions = new HashSet<>();
        for (StixObject object : objects) {
            if (!(StixReader.parseObject(object.bytes(), Limits.DEFAULT) instanceof Parsed.Valid valid)
                    || !Arrays.equals(valid.object().bytes(), object.bytes())) {
                throw new AssertionError("an object is not valid");
            }
            if (!versions.add(object.id() + " " + object.version())) {
                throw new AssertionError("a version came twice");
            }
        }
        CsvTable table = CsvTable.of(objects);
        if (objects.size() < IntakeLimits.MAX_OBJECTS
                && CsvIndicators.read(table.bytes(), CsvIndicators.NO_TIME) instanceof Conversion.Refused refused
                && refused.reason().loss() != Loss.CSV_LIMIT
                && refused.reason().loss() != Loss.INPUT_SIZE) {
            throw new AssertionError("our own table cannot be read");
        }
    }
}
