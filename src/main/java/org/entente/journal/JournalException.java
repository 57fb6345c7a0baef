package org.entente.journal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** An operating failure of the journal. The message is a static sentence; what it is about stands in the fields. */
public final class JournalException extends RuntimeException {
    /** What went wrong, for the one place that maps failures to answers. */
    public enum Code {
        /** Another process, or another journal of this process, has the directory open. */
        LOCKED,
        /** Stored bytes are not what was written. */
        CORRUPT,
        /** The operating system or the index could not read or write. */
        IO,
        /** The directory was written in a format or with views that this version does not know. */
        VERSION,
        /** The journal has been closed. */
        CLOSED,
        /** There is no native library for this operating system and processor. */
        UNSUPPORTED_PLATFORM,
        /** A record is larger than the journal takes. */
        LIMIT
    }

    /** The offset of a failure that is about no place in a file. */
    public static final long NO_OFFSET = -1;

    private final Code code;
    private final @Nullable String path;
    private final long offset;

    JournalException(Code code, String sentence, @Nullable Path path, long offset, @Nullable Throwable cause) {
        super(sentence, cause);
        this.code = code;
        this.path = path == null ? null : path.toString();
        this.offset = offset;
    }

    JournalException(Code code, String sentence, Path path) {
        this(code, sentence, path, NO_OFFSET, null);
    }

    static JournalException io(Path path, Throwable cause) {
        return new JournalException(Code.IO, "The journal could not read or write its files.", path, NO_OFFSET, cause);
    }

    static JournalException corrupt(String sentence, Path path, long offset) {
        return new JournalException(Code.CORRUPT, sentence, path, offset, null);
    }

    static JournalException closed() {
        return new JournalException(Code.CLOSED, "The journal has been closed.", null, NO_OFFSET, null);
    }

    public Code code() {
        return code;
    }

    /** The file or folder that the failure is about, when there is one. */
    public @Nullable Path path() {
        return path == null ? null : Path.of(path);
    }

    /** The byte offset in {@link #path()}, or {@link #NO_OFFSET}. */
    public long offset() {
        return offset;
    }

    /** For logs; {@link #getMessage} stays the static sentence. */
    @Override
    @SuppressWarnings("OverrideThrowableToString")
    public String toString() {
        return getClass().getName() + ": " + code + ": " + getMessage() + (path == null ? "" : " [" + path + "]")
                + (offset == NO_OFFSET ? "" : " at offset " + offset);
    }
}
