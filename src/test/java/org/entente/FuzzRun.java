package org.entente;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.entente.Fuzzers.Fuzzer;
import org.opentest4j.TestAbortedException;

/**
 * Runs fuzzers under Jazzer, one after the other, each in a process of its own, and prints a table: {@code ./entente test --fuzz
 * [SECONDS] [NAME ...]}. It runs in the folder of the project.
 *
 * <p>What a fuzzer has tried stays in {@code target/fuzz/NAME/corpus} and is where the next run begins; the log lies beside it.
 * An input that shows a fault is copied to the fuzzer's seeds among the resources of the tests, so that the usual tests fail
 * until the fault is mended, and ever after if it comes back.
 */
public final class FuzzRun {
    private static final Path TARGET = Path.of("target/fuzz");
    private static final Path RESOURCES = Path.of("src/test/resources");
    private static final int DEFAULT_SECONDS = 600;

    /** One input may take so long, in seconds. The first of all also loads classes, which Jazzer then rewrites. */
    private static final int TIMEOUT = 60;

    private static final String HEAP = "-Xmx1g";
    private static final Pattern DONE = Pattern.compile("(?m)^(?:Done |#)(\\d+)");
    private static final Pattern FINDING = Pattern.compile("(crash|timeout|oom|slow-unit|leak)-.*");

    private FuzzRun() {}

    private record Outcome(Fuzzer fuzzer, long runs, long seconds, List<Path> findings, boolean ended) {
        boolean isGood() {
            return ended && findings.isEmpty();
        }
    }

    /** Exit code 0 without findings, 1 with some, 2 where the command line was not understood. */
    public static void main(String[] arguments) throws Throwable {
        List<String> names = new ArrayList<>(Arrays.asList(arguments));
        int seconds = DEFAULT_SECONDS;
        if (!names.isEmpty() && names.getFirst().matches("[1-9][0-9]{0,6}")) {
            seconds = Integer.parseInt(names.removeFirst());
        }
        List<Fuzzer> all = Fuzzers.all();
        List<String> known = all.stream().map(Fuzzer::name).toList();
        if (!known.containsAll(names)) {
            System.err.println("entente: a fuzzer of that name does not exist; there are " + String.join(", ", known));
            System.exit(2);
        }
        List<Outcome> outcomes = new ArrayList<>();
        for (Fuzzer fuzzer : all) {
            if (names.isEmpty() || names.contains(fuzzer.name())) {
                System.err.printf("entente: %s for %d s ...%n", fuzzer.name(), seconds);
                outcomes.add(run(fuzzer, seconds));
            }
        }
        print(outcomes, System.out);
        System.exit(outcomes.stream().allMatch(Outcome::isGood) ? 0 : 1);
    }

    private static Outcome run(Fuzzer fuzzer, int seconds) throws Throwable {
        Path folder = TARGET.resolve(fuzzer.name());
        Path corpus = Files.createDirectories(folder.resolve("corpus"));
        fill(fuzzer, corpus);
        for (Path old : findings(folder)) {
            Files.delete(old);
        }
        Path log = folder.resolve("log");
        long start = System.nanoTime();
        Process process = new ProcessBuilder(command(fuzzer, seconds, folder, corpus))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int code = process.waitFor();
        long took = (System.nanoTime() - start) / 1_000_000_000;
        List<Path> kept = new ArrayList<>();
        for (Path found : findings(folder)) {
            Path seeds = Files.createDirectories(RESOURCES.resolve(fuzzer.folder()));
            kept.add(Files.copy(found, seeds.resolve(found.getFileName()), StandardCopyOption.REPLACE_EXISTING));
        }
        return new Outcome(fuzzer, runs(log), took, kept, code == 0);
    }

    private static List<String> command(Fuzzer fuzzer, int seconds, Path folder, Path corpus) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+EnableDynamicAgentLoading",
                "-cp",
                System.getProperty("java.class.path"),
                "com.code_intelligence.jazzer.Jazzer",
                "--target_class=" + fuzzer.type().getName(),
                "--instrumentation_includes=org.entente.**",
                "--reproducer_path=" + folder,
                "-artifact_prefix=" + folder + "/",
                "-max_total_time=" + seconds,
                "-timeout=" + TIMEOUT,
                "-report_slow_units=" + TIMEOUT,
                // The heap has a limit of its own, and running out of it shows as a finding.
                "-rss_limit_mb=0",
                corpus.toString());
    }

    private static void fill(Fuzzer fuzzer, Path corpus) throws Throwable {
        List<byte[]> seeds = new ArrayList<>(fuzzer.ownSeeds());
        try {
            seeds.addAll(fuzzer.madeSeeds());
        } catch (TestAbortedException e) {
            System.err.println("entente: " + fuzzer.name() + " does without the shared data, which is missing");
        }
        for (byte[] seed : seeds) {
            // Named as libFuzzer names what it adds, so that nothing is there twice.
            byte[] hash = MessageDigest.getInstance("SHA-1").digest(seed);
            Files.write(corpus.resolve(HexFormat.of().formatHex(hash)), seed);
        }
    }

    private static List<Path> findings(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file ->
                            FINDING.matcher(file.getFileName().toString()).matches())
                    .sorted()
                    .toList();
        }
    }

    /** The last number of runs that the log tells. */
    private static long runs(Path log) throws IOException {
        Matcher matcher = DONE.matcher(Files.readString(log, ISO_8859_1));
        long runs = 0;
        while (matcher.find()) {
            runs = Long.parseLong(matcher.group(1));
        }
        return runs;
    }

    private static void print(List<Outcome> outcomes, PrintStream out) {
        out.printf("%n%-20s %12s %9s %9s%n", "fuzzer", "runs", "seconds", "findings");
        for (Outcome outcome : outcomes) {
            out.printf(
                    "%-20s %12d %9d %9s%n",
                    outcome.fuzzer.name(),
                    outcome.runs,
                    outcome.seconds,
                    outcome.isGood() || !outcome.findings.isEmpty() ? "" + outcome.findings.size() : "failed");
        }
        for (Outcome outcome : outcomes) {
            outcome.findings.forEach(finding -> out.println("kept: " + finding));
            if (!outcome.isGood()) {
                out.println("log: " + TARGET.resolve(outcome.fuzzer.name()).resolve("log"));
            }
        }
        long findings =
                outcomes.stream().mapToLong(outcome -> outcome.findings.size()).sum();
        out.printf("%d fuzzers, %d findings%n", outcomes.size(), findings);
    }
}
