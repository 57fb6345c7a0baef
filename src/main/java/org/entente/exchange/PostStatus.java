package org.entente.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What became of a post, object by object, in the order in which they were posted (TAXII 2.1 section 4.3). A post is decided
 * before it is answered, so nothing is ever pending.
 *
 * @param id not to be guessed: a keyed hash over the number of the poster's own post (release.md rule 19)
 * @param micros when it was decided, in journal time
 */
public record PostStatus(UUID id, long micros, List<Detail> details) {
    /** Statuses that are kept for each poster; with a further post the oldest is forgotten. */
    public static final int KEPT = 200;

    /**
     * What became of one object.
     *
     * @param version as posted, else the time of the post
     * @param success whether that version is there now
     * @param message a sentence with the rule and the path where one was broken; empty where there is nothing to say
     */
    public record Detail(String id, String version, boolean success, String message) {}

    /** A status and whose it is. */
    record Of(String poster, PostStatus status) {}

    public PostStatus {
        details = List.copyOf(details);
    }

    byte[] encode(String poster) {
        Out out = new Out(64 + 128 * details.size()).text(poster).i64(micros).i32(details.size());
        for (Detail detail : details) {
            out.text(detail.id())
                    .text(detail.version())
                    .u8(detail.success() ? 1 : 0)
                    .text(detail.message());
        }
        return out.done();
    }

    static Of decode(UUID id, In in) {
        String poster = in.text();
        long micros = in.i64();
        List<Detail> details = new ArrayList<>();
        for (int n = in.i32(); n > 0; n--) {
            details.add(new Detail(in.text(), in.text(), in.bool(), in.text()));
        }
        return new Of(poster, new PostStatus(id, micros, details));
    }
}
