package org.entente.intake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The remarks of one conversion, in the order in which they were made, up to the limit. */
final class Remarks {
    private final List<Remark> all = new ArrayList<>();
    private final Set<Loss> said = EnumSet.noneOf(Loss.class);

    void add(Loss loss, String path) {
        add(loss, path, null);
    }

    void add(Loss loss, String path, @Nullable String because) {
        if (all.size() < IntakeLimits.MAX_REMARKS) {
            all.add(new Remark(loss, path, because));
        } else if (said.add(Loss.MORE)) {
            all.add(Remark.of(Loss.MORE, "$"));
        }
    }

    /** Says it where it is met first, and not again. */
    void once(Loss loss, String path) {
        if (said.add(loss)) {
            add(loss, path);
        }
    }

    List<Remark> list() {
        return all;
    }
}
