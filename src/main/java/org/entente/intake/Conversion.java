package org.entente.intake;

import java.util.List;
import org.entente.stix.StixObject;

/** What came of converting one document to STIX 2.1. No document makes a conversion throw. */
public sealed interface Conversion {
    /**
     * The document was read.
     *
     * @param objects valid STIX 2.1 objects in the order of the document, none twice; perhaps none
     * @param remarks all that was dropped, changed, kept in another form or could not be converted, in the order in which it
     *     was met; at most {@link IntakeLimits#MAX_REMARKS} and one that says that there were more
     */
    record Converted(List<StixObject> objects, List<Remark> remarks) implements Conversion {
        public Converted {
            objects = List.copyOf(objects);
            remarks = List.copyOf(remarks);
        }
    }

    /** The document as a whole cannot be converted; nothing of it was. */
    record Refused(Remark reason) implements Conversion {}
}
