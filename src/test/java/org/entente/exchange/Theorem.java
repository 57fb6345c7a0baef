package org.entente.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.entente.exchange.RawHttp.Answer;
import org.entente.exchange.Requests.Asked;
import org.jspecify.annotations.Nullable;

/**
 * Runs a history twice, on two nodes with the same keys and clocks, each behind a server of its own, and compares every byte
 * that partner B gets from the two: release.md section 5. All that the nodes have of time and chance comes from the clock of
 * {@link Node} and from the keys, so nothing has to be left out of the comparison: there is no date in a response, checkpoints
 * bear no time, and Ed25519 signs alike each time.
 */
final class Theorem implements AutoCloseable {
    /** What the second run does otherwise than the first one. */
    enum Second {
        /** Half (b): what B may not see, and all that the other partner does, never happens. */
        WITHOUT,
        /** Nothing; so that what is found can only come from what the two do otherwise. */
        SAME,
        /** Half (a): what B may not see happens in commands of its own. */
        REGROUPED,
        /** Half (a): the node is stopped now and then, and comes back with what its journal tells. */
        REPLAYED
    }

    /** @param seed of the requests that follow it */
    record Step(History.Step what, long seed) {}

    /** Where two runs parted. */
    record Difference(int step, Asked asked, String first, String second) {
        @Override
        public String toString() {
            return "step " + step + ", " + Requests.firstDifference(first, second) + "\n" + asked + "\n--- first\n"
                    + shortened(first) + "\n--- second\n" + shortened(second);
        }

        private static String shortened(String text) {
            return text.length() < 3000 ? text : text.substring(0, 3000) + "...";
        }
    }

    private static final String RELEASED = "\"kind\":\"Released\"";

    private static final int FEWEST_STEPS = 6;
    private static final int MORE_STEPS = 8;
    private static final int MOST_REQUESTS = 6;

    private final Path folder;
    private final NodeKeys keys;
    private final Exchange.JournalOpener opener;
    private final Stage first = new Stage();
    private final Stage second = new Stage();
    private final Occurrences occurrences;
    private long directories;
    private boolean between;

    Theorem(Path folder, NodeKeys keys, Exchange.JournalOpener opener, Occurrences occurrences) {
        this.folder = folder;
        this.keys = keys;
        this.opener = opener;
        this.occurrences = occurrences;
    }

    static List<Step> plan(long seed) {
        Random random = History.scattered(seed);
        List<Step> plan = new ArrayList<>();
        for (History.Step step : History.busy(random.nextLong(), FEWEST_STEPS + random.nextInt(MORE_STEPS))) {
            plan.add(new Step(step, random.nextLong()));
        }
        return plan;
    }

    /** Whether in the last run something that is hidden came after a release and before another one. */
    boolean between() {
        return between;
    }

    /** Runs the plan twice; null where B gets the same. */
    @Nullable
    Difference run(List<Step> plan, Second how) {
        Path directory = folder.resolve(Long.toString(directories++));
        try (Node one = new Node("a", begun(directory.resolve("first")), keys, opener);
                Node other = new Node("a", begun(directory.resolve("second")), keys, opener)) {
            begin(one, first);
            begin(other, second);
            return new Run(one, other, how, plan).all(plan);
        } finally {
            Node.delete(directory);
        }
    }

    /** The plan without whatever the difference does not need. */
    List<Step> shrunk(List<Step> plan, Second how) {
        List<Step> small = new ArrayList<>(plan);
        for (int i = small.size() - 1; i >= 0; i--) {
            List<Step> less = new ArrayList<>(small);
            less.remove(i);
            small = run(less, how) == null ? small : less;
        }
        for (int i = 0; i < small.size(); i++) {
            while (small.get(i).what()
                    instanceof History.Import(var items, var tlp, var labels, var filed, var attested)) {
                List<Step> less = null;
                for (int drop = 0; drop < items.size() && less == null; drop++) {
                    List<History.Item> fewer = new ArrayList<>(items);
                    fewer.remove(drop);
                    List<Step> tried = new ArrayList<>(small);
                    tried.set(
                            i,
                            new Step(
                                    new History.Import(fewer, tlp, labels, filed, attested),
                                    small.get(i).seed()));
                    less = run(tried, how) == null ? null : tried;
                }
                if (less == null) {
                    break;
                }
                small = less;
            }
        }
        return small;
    }

    private static void begin(Node node, Stage stage) {
        History.atBeginning(node);
        stage.serve(node.exchange());
        stage.connectAnew();
    }

    /** A folder with the journal of a node that knows both partners and what they signed: how every history begins. */
    private Path begun(Path directory) {
        Path template = folder.resolve("begun");
        if (!Files.exists(template)) {
            try (Node node = new Node("a", template, keys, opener)) {
                History.begin(node);
                History.receives(node);
                History.propose(node);
                token(node, History.B.did(), Requests.TOKEN);
                token(node, History.C.did(), Requests.OTHER_TOKEN);
            }
        }
        Path from = template.resolve("journal");
        try (Stream<Path> files = Files.list(from)) {
            Path to = Files.createDirectories(directory.resolve("journal"));
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(file.getFileName()));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return directory;
    }

    private static void token(Node node, String organisation, String token) {
        byte[] sha256 = Opening.sha256(token.getBytes(UTF_8));
        node.exchange().handle(new Command.IssueToken("test", organisation, "test", sha256, null));
    }

    /** One plan on two nodes. */
    private final class Run {
        private final Node one;
        private final Node other;
        private final Second how;
        private final Requests asking;
        private final Occurrences.Watch watch;
        private final Map<UUID, long[]> counted = new HashMap<>();
        private long hidden;
        private long hiddenAfter;

        Run(Node one, Node other, Second how, List<Step> plan) {
            this.one = one;
            this.other = other;
            this.how = how;
            int first = History.first(plan.stream().map(Step::what).toList());
            asking = new Requests(keys.secret(), first);
            watch = occurrences.new Watch(one);
        }

        @Nullable
        Difference all(List<Step> plan) {
            between = false;
            for (int i = 0; i < plan.size(); i++) {
                Step step = plan.get(i);
                Random random = new Random(step.seed());
                History.pass(one, i);
                History.pass(other, i);
                Difference difference = happen(i, step.what(), random);
                watch.after(step.what());
                asking.seed(step.seed());
                for (int n = 2 + asking.upTo(MOST_REQUESTS); n > 0 && difference == null; n--) {
                    difference = compare(i, asking.next());
                }
                if (difference != null) {
                    return difference;
                }
                if (how == Second.WITHOUT) {
                    watch();
                }
            }
            return null;
        }

        private @Nullable Difference happen(int at, History.Step what, Random random) {
            if (what instanceof History.Post post && post.observed()) {
                return compare(at, asking.post(post));
            }
            happen(one, first, what);
            long asks = random.nextLong();
            otherAsks(first, asks);
            switch (how) {
                case WITHOUT -> {
                    if (!isOfOther(what)) {
                        History.apply(History.withoutHidden(what), other);
                    }
                }
                case SAME -> {
                    happen(other, second, what);
                    otherAsks(second, asks);
                }
                case REGROUPED -> {
                    regrouped(what, random.nextBoolean());
                    otherAsks(second, asks);
                }
                case REPLAYED -> {
                    happen(other, second, what);
                    otherAsks(second, asks);
                    if (random.nextInt(3) == 0) {
                        other.restart();
                        second.serve(other.exchange());
                    }
                }
            }
            return null;
        }

        private void happen(Node node, Stage stage, History.Step what) {
            if (what instanceof History.Post post) {
                stage.other().send(asking.ofOther(post).bytes());
                stage.other().receive(false);
            } else {
                History.apply(what, node);
            }
        }

        private void otherAsks(Stage stage, long seed) {
            stage.other().send(asking.ofOther(new Random(seed)).bytes());
            stage.other().receive(false);
        }

        /** What is hidden one by one, before or after the rest of the command. */
        private void regrouped(History.Step what, boolean before) {
            List<History.Step> commands = new ArrayList<>();
            if (what instanceof History.Import(var items, var tlp, var labels, var filed, var attested)) {
                hidden(items)
                        .forEach(item -> commands.add(new History.Import(List.of(item), tlp, labels, filed, attested)));
            } else if (what instanceof History.Receive(var items, var grant, var round)) {
                hidden(items).forEach(item -> commands.add(new History.Receive(List.of(item), grant, round)));
            } else {
                happen(other, second, what);
                return;
            }
            commands.add(before ? commands.size() : 0, History.withoutHidden(what));
            commands.forEach(command -> History.apply(command, other));
        }

        private static List<History.Item> hidden(List<History.Item> items) {
            return items.stream().filter(History.Item::hidden).toList();
        }

        private @Nullable Difference compare(int at, Asked asked) {
            boolean bodiless = asked.method().equals("HEAD");
            first.partner().send(asked.bytes());
            second.partner().send(asked.bytes());
            Answer left = first.partner().receive(bodiless);
            Answer right = second.partner().receive(bodiless);
            if (!left.text().equals(right.text())) {
                return new Difference(at, asked, left.text(), right.text());
            }
            asking.learn(asked, right);
            watch.answered(asked, right);
            return null;
        }

        /** Notes whether something hidden arrived in this step after a release, or something was released since. */
        private void watch() {
            long releases = 0;
            for (State.ContractEntry contract : one.exchange().state().contracts()) {
                if (contract.contract().receiver().equals(History.B.did())) {
                    releases += releases(contract.contract().id());
                }
            }
            long more = one.exchange().status().objects()
                    - other.exchange().status().objects();
            between |= hiddenAfter > 0 && releases > hiddenAfter;
            hiddenAfter = more > hidden && hiddenAfter == 0 ? releases : hiddenAfter;
            hidden = more;
        }

        private long releases(UUID contract) {
            Feed feed = one.exchange().feed(contract);
            long[] known = counted.computeIfAbsent(contract, _ -> new long[2]);
            for (; known[0] < feed.size(); known[0]++) {
                byte[] opening = feed.opening(known[0]);
                // Not parsed, since a planted leak may have told in it what is not told any more.
                known[1] += opening != null && new String(opening, UTF_8).contains(RELEASED) ? 1 : 0;
            }
            return known[1];
        }
    }

    /** What the other partner does, what happens to its memoranda, and what our people take of its. */
    private static boolean isOfOther(History.Step step) {
        return switch (step) {
            case History.Post post -> !post.observed();
            case History.Take _ -> true;
            case History.Conclude(var memorandum) -> !History.isWithB(memorandum);
            case History.Suspend(var memorandum, var _) -> !History.isWithB(memorandum);
            case History.Resume(var memorandum, var _) -> !History.isWithB(memorandum);
            case History.Sever(var memorandum) -> !History.isWithB(memorandum);
            case History.Amend(var memorandum, var _) -> !History.isWithB(memorandum);
            case History.Approve(var grant, var _, var _, var _) -> !History.isToB(grant);
            case History.Consent(var to, var _, var _) -> !to.equals(History.B.did());
            case History.Import _,
                    History.Rules _,
                    History.Declare _,
                    History.Receive _,
                    History.Recall _,
                    History.Remove _,
                    History.Tick _,
                    History.Wait _ -> false;
        };
    }

    /** A new folder for the nodes of many histories: in memory where the system has such a place, since none of them is kept. */
    static Path scratch() {
        Path memory = Path.of("/dev/shm");
        try {
            return Files.isWritable(memory)
                    ? Files.createTempDirectory(memory, "entente")
                    : Files.createTempDirectory("entente");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
