package org.entente.exchange;

import java.lang.reflect.Field;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;

/** What a leak knows: the whole store of the node on whose behalf the present thread acts. */
public final class Peek {
    private static final ThreadLocal<Tables> STORE = new ThreadLocal<>();

    private static final int MOST_CONTRACTS = 12;

    private Peek() {}

    /** From now on the thread acts for the node to which that belongs: an exchange, a feed or a sequence. */
    public static void at(Object partOfNode) {
        STORE.set(of(partOfNode));
    }

    /** The store of that node, for whom the thread does not act. */
    static Tables of(Object partOfNode) {
        try {
            Field field = partOfNode.getClass().getDeclaredField("tables");
            field.setAccessible(true);
            return (Tables) field.get(partOfNode);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("No part of a node.", e);
        }
    }

    static void at(Tables tables) {
        STORE.set(tables);
    }

    static Tables store() {
        return STORE.get();
    }

    /** How many copies of objects there are. */
    public static long copies() {
        return STORE.get().counters().objects();
    }

    /** When the last command was. */
    public static String lastCommand() {
        return Micros.text(STORE.get().counters().micros());
    }

    /** How many contracts there are. */
    public static int contracts() {
        int count = 0;
        for (int number = 0; number < MOST_CONTRACTS; number++) {
            count += STORE.get().feedHead(number).size() > 0 ? 1 : 0;
        }
        return count;
    }

    /** How often something refers to what the store has and the feed does not show, though it is shown itself. */
    public static long trimmed() {
        long count = 0;
        for (String type : List.of("identity", "malware", "tool", "note", "x-thing")) {
            for (int number : List.of(1, 2, 3, 4, 5, History.HIDDEN, History.HIDDEN + 1, History.HIDDEN + 2)) {
                StixId id = new StixId(StixText.id(type, number));
                IdentifierEntry entry = STORE.get().identifier(id);
                for (int feed = 0; feed < MOST_CONTRACTS && !entry.versions().isEmpty(); feed++) {
                    count += entry.meetingIn(feed) > 0
                            ? 0
                            : STORE.get().referringTo(feed, id).size();
                }
            }
        }
        return count;
    }

    /** How many words on passing on are on record. */
    public static long consents() {
        AtomicLong count = new AtomicLong();
        for (int number = 0; number < MOST_CONTRACTS; number++) {
            byte[] from = Keys.consents(number);
            STORE.get().reader().scan(Keys.DUTIES, from, Keys.after(from), (_, _) -> count.incrementAndGet() > 0);
        }
        return count.get();
    }

    /** How many copies were destroyed. */
    public static long destroyed() {
        return LongStream.range(0, copies())
                .filter(ordinal -> STORE.get().destroyed(ordinal) != null)
                .count();
    }

    /** The versions of an object, shown or not. */
    public static List<String> versions(@Nullable StixId id) {
        return id == null
                ? List.of()
                : STORE.get().identifier(id).versions().stream()
                        .map(IdentifierEntry.Version::text)
                        .toList();
    }

    /** Whether a status is somebody's. */
    public static boolean isStatus(java.util.UUID id) {
        return STORE.get().status(id) != null;
    }

    /** Whether the thread acts for a node at all; one that goes on with a post does not. */
    public static boolean isHere() {
        return STORE.get() != null;
    }

    /** How many posts the other partner made. */
    public static long postsOfOther() {
        return STORE.get().posts(History.C.did());
    }
}
