package org.entente.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;
import org.entente.stix.Limits;
import org.entente.stix.Parsed;
import org.entente.stix.StixReader;
import org.entente.stix.pattern.MatchResult;
import org.entente.stix.pattern.Observation;
import org.entente.stix.pattern.ObservedData;
import org.entente.stix.pattern.Pattern;
import org.entente.stix.pattern.PatternHits;
import org.entente.stix.pattern.PatternIndex;
import org.entente.stix.pattern.PatternMatcher;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Reading STIX and matching patterns, by one thread of this process: no node takes part. */
final class StixPart {
    private static final double SECONDS = 1e9;
    private static final double MEGABYTE = 1e6;

    /** Testing each of all indicators is so slow that one in so many observations has to do. */
    private static final int SLOW_SHARE = 100;

    private static final String OBJECTS = "observed-data objects/s";

    private final Corpus corpus;
    private final Sizes sizes;
    private final boolean quick;
    private final Consumer<String> progress;
    private final byte[] observed;
    private final List<Observation> observations;

    StixPart(Corpus corpus, Sizes sizes, boolean quick, Consumer<String> progress) {
        this.corpus = corpus;
        this.sizes = sizes;
        this.quick = quick;
        this.progress = progress;
        this.observed = Sightings.document(sizes.observations(), sizes.indicators());
        List<Observation> all = new ArrayList<>();
        bundles(observed, bundle -> all.addAll(observations(bundle)));
        this.observations = List.copyOf(all);
    }

    List<Row> rows() {
        List<Row> rows = new ArrayList<>(List.of(parse()));
        PatternMatcher address = PatternMatcher.of(Sightings.pattern(Sightings.ADDRESS));
        PatternMatcher either = PatternMatcher.of(Sightings.pattern(Sightings.HASH_OR_DOMAIN));
        rows.add(match("stix-match", () -> matches(address, observations)));
        rows.add(match("stix-match-or", () -> matches(either, observations)));
        rows.add(match("stix-match-bytes", () -> {
            long[] matching = {0};
            bundles(observed, bundle -> matching[0] += matches(address, observations(bundle)));
            return matching[0];
        }));
        rows.add(index());
        return rows;
    }

    private Row parse() {
        byte[] document = quick ? Corpus.document(corpus.store()) : corpus.document();
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("MB", "%.1f".formatted(document.length / MEGABYTE));
        notes.put("objects", Long.toString(valid(document)));
        return row(
                "stix-parse",
                "MB/s",
                "Jackson's tokens of the same bytes, nothing made of them",
                notes,
                rate(document.length / MEGABYTE, () -> valid(document)),
                rate(document.length / MEGABYTE, () -> tokens(document)));
    }

    private Row match(String name, LongSupplier work) {
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("bytes of one", Integer.toString(observed.length / sizes.observations()));
        notes.put("matching", Long.toString(work.getAsLong()));
        return row(
                name,
                OBJECTS,
                "Jackson's trees of the same observed data, not matched",
                notes,
                rate(sizes.observations(), work),
                rate(sizes.observations(), () -> {
                    long[] read = {0};
                    bundles(observed, bundle -> read[0] += bundle.size());
                    return read[0];
                }));
    }

    private Row index() {
        List<Pattern> indicators = Sightings.indicators(sizes.indicators());
        PatternIndex index = PatternIndex.of(indicators);
        List<PatternMatcher> each = indicators.stream().map(PatternMatcher::of).toList();
        List<Observation> sample = observations.subList(0, Math.max(1, observations.size() / SLOW_SHARE));
        if (hits(index, sample) != sum(each, matcher -> matches(matcher, sample))) {
            throw new IllegalStateException("the index and testing each do not agree");
        }
        Map<String, String> notes = new LinkedHashMap<>();
        notes.put("indicators", Integer.toString(indicators.size()));
        notes.put("hits", Long.toString(hits(index, observations)));
        notes.put("tested with each", sample.size() + " observations");
        return row(
                "stix-index",
                OBJECTS,
                "testing each indicator",
                notes,
                rate(observations.size(), () -> hits(index, observations)),
                rate(sample.size(), () -> sum(each, matcher -> matches(matcher, sample))));
    }

    /** How much is done in a second. */
    private interface Rate {
        double measure();
    }

    /** Repeats work that does so much at a time for a while; the number that it returns depends on all that it did. */
    private Rate rate(double amount, LongSupplier work) {
        return () -> {
            long result = work.getAsLong();
            long start = System.nanoTime();
            long passed;
            double done = 0;
            do {
                if (work.getAsLong() != result) {
                    throw new IllegalStateException("the same work had another result");
                }
                done += amount;
                passed = System.nanoTime() - start;
            } while (passed < sizes.burst().toNanos());
            return done * SECONDS / passed;
        };
    }

    private Row row(String name, String unit, String boundIs, Map<String, String> notes, Rate value, Rate bound) {
        value.measure();
        bound.measure();
        Row.Rounds rounds = new Row.Rounds();
        for (int round = 1; round <= sizes.rounds(); round++) {
            rounds.add(value.measure(), bound.measure());
            progress.accept("%s: round %d of %d".formatted(name, round, sizes.rounds()));
        }
        return rounds.row(Bench.Part.STIX, name, unit, boundIs, notes);
    }

    private static long valid(byte[] document) {
        long[] valid = {0};
        StixReader.read(document, Limits.DEFAULT, parsed -> valid[0] += parsed instanceof Parsed.Valid ? 1 : 0);
        return valid[0];
    }

    private static long tokens(byte[] document) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), document)) {
            long tokens = 0;
            while (json.nextToken() != null) {
                tokens++;
            }
            return tokens;
        }
    }

    private static void bundles(byte[] document, Consumer<JsonNode> consumer) {
        try (MappingIterator<JsonNode> bundles =
                JsonMapper.shared().readerFor(JsonNode.class).readValues(document)) {
            bundles.forEachRemaining(consumer);
        }
    }

    private static List<Observation> observations(JsonNode bundle) {
        return ObservedData.of(List.of(bundle)).observations();
    }

    private static long matches(PatternMatcher matcher, List<Observation> observations) {
        return matcher.match(observations) instanceof MatchResult.Matched matched
                ? matched.observations().size()
                : 0;
    }

    private static long hits(PatternIndex index, List<Observation> observations) {
        return sum(observations, observation -> {
            PatternHits hits = index.match(List.of(observation));
            return hits.matched().size();
        });
    }

    private static <T> long sum(List<T> all, ToLongFunction<T> number) {
        long sum = 0;
        for (T each : all) {
            sum += number.applyAsLong(each);
        }
        return sum;
    }
}
