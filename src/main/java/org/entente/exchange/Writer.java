package org.entente.exchange;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.entente.journal.Group;
import org.entente.journal.Journal;
import org.entente.journal.JournalException;
import org.entente.journal.JournalRecord;
import org.entente.memorandum.LeftOperand;
import org.jspecify.annotations.Nullable;

/**
 * The one thread that decides and appends. It takes all commands that wait and decides each against the views as the one
 * before left them. A second thread commits them in one write and one fsync and then answers them; meanwhile the first
 * decides what is committed next.
 *
 * <p>Time enters here and nowhere else: a command's journal time is the clock's, but never before that of the command before
 * it. A due instant is taken as a command of its own, stamped with that very instant, before any later command.
 */
final class Writer implements AutoCloseable {
    /** Commands that may wait; beyond that callers are told to come back. */
    private static final int MAX_WAITING = 10_000;

    /** How much one commit takes at most, so that the first of many does not wait for all. */
    private static final long MAX_GROUP_BYTES = 16L << 20;

    private static final int MAX_GROUP_COMMANDS = 1000;
    private static final long IDLE_MILLIS = 1000;
    private static final long CLOSE_SECONDS = 60;

    /** Wakes the thread, to close or because a commit is done; it is never decided. */
    private static final Pending WAKE = new Pending(new Command.TimePassed("clock", Instant.EPOCH), Set.of());

    private final Replay views;
    private final Decider decider;
    private final InstantSource clock;
    private final BooleanSupplier settles;
    private final BlockingQueue<Pending> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Thread thread;
    private final ExecutorService committer = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("exchange-committer").factory());
    private final CompletableFuture<Failure> failed = new CompletableFuture<>();
    private volatile State state;
    /** What constraints ask of objects, as of the last command; callers prepare objects by it. */
    private volatile Set<LeftOperand> asked;

    private volatile boolean closing;
    private long micros;
    private List<Pending> taken = List.of();
    private Batch open;
    private Batch underWay;
    private CompletableFuture<Void> committing = CompletableFuture.completedFuture(null);

    /** A command that waits for its answer. It is prepared where it is made: on the caller's thread. */
    private record Pending(Command<?> command, List<Prepared> prepared, CompletableFuture<Object> answer) {
        Pending(Command<?> command, Set<LeftOperand> asked) {
            this(command, Prepared.of(command, asked), new CompletableFuture<>());
        }
    }

    /** A command that was decided and is answered when its group is durable. */
    private record Decided(Pending pending, Object answer) {}

    /** What becomes durable together. */
    private record Batch(Group group, List<Decided> decided) {
        Batch(Group group) {
            this(group, new ArrayList<>());
        }

        boolean isEmpty() {
            return group.isEmpty();
        }

        void answer() {
            decided.forEach(done -> done.pending().answer().complete(done.answer()));
            decided.clear();
        }

        void fail(Failure failure) {
            decided.forEach(done -> done.pending().answer().completeExceptionally(failure));
        }
    }

    /** @param settles whether feeds are given now what they are owed */
    Writer(Journal journal, Replay views, Decider decider, InstantSource clock, BooleanSupplier settles) {
        this.views = views;
        this.decider = decider;
        this.clock = clock;
        this.settles = settles;
        open = new Batch(journal.begin());
        underWay = open;
        views.tables().bind(open.group());
        state = views.state();
        asked = decider.asked(state);
        micros = views.tables().counters().micros();
        thread = Thread.ofPlatform().name("exchange-writer").start(this::run);
    }

    /** The state as of the last commit. */
    State state() {
        return state;
    }

    /** Completes when no command can be taken any more because the journal failed or a bug was met. */
    CompletableFuture<Failure> failed() {
        return failed;
    }

    @SuppressWarnings("unchecked") // Decider answers each command with its own result type.
    <R> R handle(Command<R> command) {
        if (closing) {
            throw unavailable();
        }
        Pending pending = new Pending(command, asked);
        if (closing || !waiting.offer(pending)) {
            throw unavailable();
        }
        if (closing && waiting.remove(pending)) {
            throw unavailable();
        }
        try {
            return (R) pending.answer().get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Failure failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure(
                    Failure.Code.UNAVAILABLE,
                    "The wait for an answer was interrupted; the command may have been done.",
                    e);
        }
    }

    private static Failure unavailable() {
        return new Failure(Failure.Code.UNAVAILABLE, "The exchange takes no commands now; try again.");
    }

    private void run() {
        try {
            while (!closing || !waiting.isEmpty() || !open.isEmpty() || isCommitting()) {
                taken = take();
                decide();
                settle();
                if (!isCommitting() && !open.isEmpty()) {
                    commit();
                }
            }
            open.group().discard();
        } catch (RuntimeException | Error e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            fail(cause);
            if (!(cause instanceof JournalException)) {
                throw e;
            }
        } finally {
            committer.shutdown();
        }
    }

    /** Waits for commands, for the end of a commit, or for the next due instant. */
    private List<Pending> take() {
        List<Pending> commands = new ArrayList<>();
        Instant due = nextDue();
        long wait = due == null
                ? IDLE_MILLIS
                : Duration.between(clock.instant(), due).toMillis();
        wait = maySettle() ? 0 : wait;
        try {
            Pending first = waiting.poll(Math.clamp(wait, 0, IDLE_MILLIS), TimeUnit.MILLISECONDS);
            if (first != null) {
                commands.add(first);
                waiting.drainTo(commands, MAX_GROUP_COMMANDS);
                commands.removeIf(WAKE::equals);
            }
        } catch (InterruptedException e) {
            closing = true;
        }
        return commands;
    }

    private @Nullable Instant nextDue() {
        return decider.nextDue(views, micros);
    }

    private void decide() {
        passTime(clock.instant());
        for (Pending pending : taken) {
            Instant now = clock.instant();
            passTime(now);
            Object answer = decide(pending, Micros.of(now));
            if (answer != null) {
                open.decided().add(new Decided(pending, answer));
            }
            if (open.group().sizeBytes() > MAX_GROUP_BYTES) {
                commit();
            }
        }
        taken = List.of();
    }

    /** Whether a feed is owed entries and there is time to give it some; what is left is given when the node starts again. */
    private boolean maySettle() {
        return !closing && !views.tables().owing().isEmpty() && settles.getAsBoolean();
    }

    /** Gives each feed that is owed entries one chunk of them, so that other commands come in between. */
    private void settle() {
        if (!maySettle()) {
            return;
        }
        for (int contract : Set.copyOf(views.tables().owing().keySet())) {
            passTime(clock.instant());
            settle(contract, Micros.of(clock.instant()));
        }
    }

    private void settle(int contract, long at) {
        if (!views.tables().owing(contract).isNothing()) {
            Pending next = new Pending(new Command.SettleFeed("clock", contract), Set.of());
            if (decide(next, at) == null) {
                throw new IllegalStateException("a feed is owed entries that could not be given to it");
            }
            if (open.group().sizeBytes() > MAX_GROUP_BYTES) {
                commit();
            }
        }
    }

    /** Whether a commit is under way; fails as the last one did. */
    private boolean isCommitting() {
        boolean done = committing.isDone();
        if (done) {
            committing.join();
        }
        return !done;
    }

    /** Has the open batch made durable by the other thread, once that is done with the one before, and begins the next. */
    private void commit() {
        views.tables().flush();
        committing.join();
        Batch full = open;
        State after = views.state();
        open = new Batch(full.group().next());
        views.tables().bind(open.group());
        underWay = full;
        committing = CompletableFuture.runAsync(
                () -> {
                    full.group().commit();
                    state = after;
                    full.answer();
                },
                committer);
        var _ = committing.whenComplete((_, _) -> wake());
    }

    /** Takes each instant that is due by now, as a command of its own at that very instant. */
    private void passTime(Instant now) {
        Instant due = nextDue();
        while (due != null && !due.isAfter(now)) {
            Pending passed = new Pending(new Command.TimePassed("clock", due), Set.of());
            decide(passed, Micros.of(due));
            if (passed.answer().isCompletedExceptionally()) {
                throw new IllegalStateException("an instant was due and could not pass: " + due);
            }
            due = nextDue();
        }
    }

    /**
     * Decides and appends one command, and gives its answer; null when its caller was told at once: it failed, or it only asked.
     * A feed that it reaches has first all that it is owed (release.md rule 13).
     */
    private @Nullable Object decide(Pending pending, long at) {
        while (true) {
            try {
                return decideNow(pending, at);
            } catch (StillOwed feed) {
                if (views.tables().owing(feed.contract()).isNothing()) {
                    throw new IllegalStateException("a command has a feed follow it twice", feed);
                }
                while (!views.tables().owing(feed.contract()).isNothing()) {
                    settle(feed.contract(), at);
                }
            }
        }
    }

    private @Nullable Object decideNow(Pending pending, long at) {
        Group group = open.group();
        Command<?> command = pending.command();
        long time = Math.max(micros, at);
        Draft draft = new Draft(views, group, time, asked);
        Object answer;
        try {
            answer = decider.decide(command, pending.prepared(), draft);
        } catch (Failure failure) {
            pending.answer().completeExceptionally(failure);
            return null;
        }
        if (command instanceof Command.Question) {
            pending.answer().complete(answer);
            return null;
        }
        List<byte[]> events = draft.events().stream().map(EventCodec::encode).toList();
        JournalRecord record;
        try {
            record = group.append(events, draft.payloads(), draft.destroyed());
        } catch (JournalException e) {
            if (e.code() != JournalException.Code.LIMIT) {
                throw e;
            }
            // The group is as it was: only this command is too large, and the node goes on.
            pending.answer()
                    .completeExceptionally(new Failure(
                            Failure.Code.LIMIT, "What the command leads to is larger than one record may be.", e));
            return null;
        }
        views.apply(draft.events(), record);
        micros = time;
        asked = draft.asked();
        return answer;
    }

    /**
     * The journal did not take the group. Whether it is durable is not known, and the views hold what may not be; so this node
     * must not go on: every caller is told, and what comes later is refused until the node starts again.
     */
    private void fail(Throwable cause) {
        closing = true;
        String sentence = cause instanceof JournalException
                ? "The journal could not be written; the node takes no more commands until it is started again."
                : "The node met a bug; it takes no more commands until it is started again.";
        Failure failure = new Failure(Failure.Code.DURABILITY, sentence, cause);
        // What is on its way may still become durable, and is then answered like that.
        committing.handle((_, _) -> null).join();
        failed.complete(failure);
        underWay.fail(failure);
        open.fail(failure);
        taken.forEach(pending -> pending.answer().completeExceptionally(failure));
        for (Pending pending = waiting.poll(); pending != null; pending = waiting.poll()) {
            pending.answer().completeExceptionally(failure);
        }
    }

    /** Where the queue is full the thread is not asleep, and an answer that nobody awaits is dropped. */
    private void wake() {
        if (!waiting.offer(WAKE)) {
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() {
        closing = true;
        wake();
        try {
            if (!thread.join(Duration.ofSeconds(CLOSE_SECONDS))) {
                throw new IllegalStateException("the writer did not finish");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Pending late = waiting.poll();
        while (late != null) {
            late.answer().completeExceptionally(unavailable());
            late = waiting.poll();
        }
    }
}
