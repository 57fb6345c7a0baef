package org.entente.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A releaser's word that one version may go under one contract, in one form. Other bytes need another word.
 *
 * @param actor who gave it
 * @param sha256 of the form that it is about: after cuts, before trimming
 * @param micros when, in the journal's time
 */
@SuppressWarnings("ArrayRecordComponent") // Handed over, not shared.
public record Approval(String actor, byte[] sha256, long micros) {

    /** How many different releasers approve that form. */
    static long count(List<Approval> approvals, byte[] sha256) {
        return approvals.stream()
                .filter(approval -> Arrays.equals(approval.sha256(), sha256))
                .map(Approval::actor)
                .distinct()
                .count();
    }

    /** The list with this one in the place of what the same releaser said before. */
    List<Approval> in(List<Approval> approvals) {
        List<Approval> now = new ArrayList<>(without(approvals, actor));
        now.add(this);
        return List.copyOf(now);
    }

    static List<Approval> without(List<Approval> approvals, String actor) {
        return approvals.stream()
                .filter(approval -> !approval.actor().equals(actor))
                .toList();
    }

    static byte[] encode(List<Approval> approvals) {
        Out out = new Out(16 + 128 * approvals.size()).i32(approvals.size());
        approvals.forEach(one -> out.text(one.actor()).raw(one.sha256()).i64(one.micros()));
        return out.done();
    }

    static List<Approval> decode(byte[] bytes) {
        In in = new In(bytes);
        List<Approval> approvals = new ArrayList<>();
        for (int n = in.i32(); n > 0; n--) {
            approvals.add(new Approval(in.text(), in.raw(FeedBlock.ENTRY_BYTES), in.i64()));
        }
        return List.copyOf(approvals);
    }
}
