package org.entente.journal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Where the committed views are kept: the seam at which the tests keep them in memory. */
interface ViewStore extends ViewReader, AutoCloseable {
    /** How far into the log the views have come. */
    Watermark watermark();

    /** Refuses a view that the journal was opened without. */
    void requireKnown(View view);

    /** Makes the changes and the watermark visible together. */
    void write(PendingViews changes, Watermark watermark);

    /** Writes the views to their files; waits for it or lets it happen in the background. */
    void flush(boolean wait);

    /** The SHA-256 of each view, in hexadecimal, over length, key, length, value (lengths in four bytes) in order. */
    Map<String, String> digests();

    @Override
    void close();

    /** How a journal gets at its views. */
    interface Opener {
        /**
         * Opens the views of the journal of that id, creating them where there are none.
         *
         * @param directory the journal's
         */
        ViewStore open(Path directory, List<View> views, byte[] journalId) throws IOException;
    }
}
