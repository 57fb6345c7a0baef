package org.entente.taxii;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.entente.cli.conformance.Case;
import org.entente.cli.conformance.Credential;
import org.entente.cli.conformance.Result;
import org.entente.cli.conformance.Setup;
import org.entente.cli.conformance.TaxiiSuite;
import org.entente.cli.conformance.Verdict;
import org.entente.exchange.Caller.Scope;
import org.entente.release.Tags;
import org.entente.stix.StixObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The conformance suite, which knows nothing of our server, against a node of ours. */
class TaxiiConformanceTest {
    @TempDir
    private Path folder;

    private @Nullable TestNode giver;
    private @Nullable TestNode receiver;
    private @Nullable TestNode stranger;

    @BeforeEach
    void start() {
        giver = TestNode.start(folder, "giver");
        receiver = TestNode.start(folder, "receiver");
        stranger = TestNode.start(folder, "stranger");
    }

    @AfterEach
    void stop() {
        for (TestNode node : new TestNode[] {giver, receiver, stranger}) {
            if (node != null) {
                node.close();
            }
        }
    }

    @Test
    void everyCasePassesOnAFeedOrOnACollectionOfOurOwn() {
        TestNode giver = Objects.requireNonNull(this.giver);
        Set<String> passed = new TreeSet<>(run(partner(giver)));
        passed.addAll(run(tool(giver)));
        assertEquals(new TreeSet<>(TaxiiSuite.cases().stream().map(Case::id).toList()), passed);
    }

    /** What passes there; nothing may fail. */
    private static List<String> run(Setup setup) {
        List<String> passed = new ArrayList<>();
        Map<String, Verdict> failed = new TreeMap<>();
        for (Result result : TaxiiSuite.run(setup, _ -> true, _ -> {}).results()) {
            switch (result.verdict()) {
                case Verdict.Passed _ -> passed.add(result.of().id());
                case Verdict.Failed fault -> failed.put(result.of().id(), fault);
                case Verdict.NotApplicable _ -> {}
            }
        }
        assertEquals(Map.of(), failed);
        return passed;
    }

    /** A partner reads a feed, posts to its inbox, and has a suspended feed. */
    private Setup partner(TestNode giver) {
        TestNode receiver = Objects.requireNonNull(this.receiver);
        TestNode stranger = Objects.requireNonNull(this.stranger);
        giver.befriend(receiver);
        giver.befriend(stranger);
        List<UUID> feeds = giver.sign(receiver, List.of(Samples.GIVEN + ",\"ipv4-addr\"", "\"report\""));
        for (int i = 0; i < 3; i++) {
            List<StixObject> objects = new ArrayList<>(Samples.given(new Random(i), 6));
            objects.add(Samples.address("192.0.2." + i));
            giver.add(objects);
        }
        giver.suspend(feeds.getLast());
        return new Setup(
                URI.create(giver.url()),
                null,
                new Credential.Bearer(giver.token(receiver, null)),
                new Credential.Basic("anyone", giver.token(stranger, null)),
                FeedNames.collection(feeds.getFirst()).toString(),
                giver.exchange.inbox(receiver.self.did()).id().toString(),
                null,
                FeedNames.collection(feeds.getLast()).toString(),
                List.of(),
                Duration.ofSeconds(30));
    }

    /** A tool of ours has a collection of each kind. */
    private static Setup tool(TestNode node) {
        UUID read = node.collection("Read", Tags.NONE);
        UUID write = node.collection("Write", Tags.NONE);
        UUID both = node.collection("Both", Tags.NONE);
        String token = node.ownToken(
                "tool", new Scope(read, true, false), new Scope(write, false, true), new Scope(both, true, true));
        return new Setup(
                URI.create(node.url()),
                null,
                new Credential.Bearer(token),
                new Credential.Basic("anyone", node.ownToken("other", new Scope(read, true, false))),
                read.toString(),
                write.toString(),
                both.toString(),
                null,
                List.of((ObjectNode)
                        JsonMapper.shared().readTree(Samples.object("tool").bytes())),
                Duration.ofSeconds(30));
    }
}
