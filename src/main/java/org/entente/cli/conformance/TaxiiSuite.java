package org.entente.cli.conformance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.entente.exchange.Failure;

/** The suite: all cases, and a run of them against one server. */
public final class TaxiiSuite {
    private static final List<Case> CASES = Stream.of(
                    DiscoveryCases.ALL,
                    AccessCases.ALL,
                    NegotiationCases.ALL,
                    CollectionCases.ALL,
                    ReadingCases.ALL,
                    FilterCases.ALL,
                    PagingCases.ALL,
                    WritingCases.ALL,
                    DeletingCases.ALL,
                    ErrorCases.ALL)
            .flatMap(List::stream)
            .toList();

    private TaxiiSuite() {}

    /**
     * A run.
     *
     * @param left paths of objects that the suite posted and could not delete again
     */
    public record Report(List<Result> results, List<String> left) {
        /** Whether the server does not conform. */
        public boolean failed() {
            return results.stream().anyMatch(Result::failed);
        }
    }

    /** All cases, in the order in which they run. */
    public static List<Case> cases() {
        return CASES;
    }

    /**
     * Runs cases one after the other.
     *
     * @param chosen which cases
     * @param each told of every result as it comes
     * @throws Failure {@code UNAVAILABLE} when the server cannot be reached at all
     */
    public static Report run(Setup setup, Predicate<Case> chosen, Consumer<Result> each) {
        try (Wire wire = new Wire(setup.server())) {
            Session session = new Session(setup, wire);
            reach(session, wire);
            List<Result> results = new ArrayList<>();
            for (Case next : CASES) {
                if (chosen.test(next)) {
                    Result result = new Result(next, verdict(next, session));
                    results.add(result);
                    each.accept(result);
                    session.tidy();
                }
            }
            return new Report(List.copyOf(results), session.end());
        }
    }

    private static void reach(Session session, Wire wire) {
        try {
            wire.exchange(session.ask("GET", Session.DISCOVERY));
        } catch (IOException e) {
            throw new Failure(
                    Failure.Code.UNAVAILABLE,
                    "The server cannot be reached.",
                    e,
                    "address",
                    session.setup().server().toString());
        }
    }

    private static Verdict verdict(Case next, Session session) {
        try {
            next.check().run(session);
            return new Verdict.Passed();
        } catch (Shortfall shortfall) {
            return shortfall.verdict();
        }
    }
}
