package org.entente;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Holds the rooms and floors of ARCHITECTURE.md against the code. A room is a package right below {@code org.entente} with
 * all that is in it. To add a room or let one know another, change the table here, where a reviewer sees it.
 */
final class ArchitectureTest {
    private static final Set<String> ENGINES = Set.of("journal", "merkle", "verify", "overlap");
    private static final Set<String> DOMAIN = Set.of("stix", "memorandum", "release", "cooperation");
    private static final Set<String> CORE = Set.of("exchange");
    private static final Set<String> EDGES = Set.of("taxii", "dataspace", "console", "intake", "http");
    private static final Set<String> TOP = Set.of("node", "cli", "demo", "bench");

    /** Rooms without input, output, clock and chance: the domain, and the conversions, which are functions of bytes. */
    private static final Set<String> PURE = union(DOMAIN, Set.of("intake"));

    /** Each room, and the rooms it may know. A room that does not exist yet may stand here already. */
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            // Engines: bytes, no meaning.
            entry("journal", Set.of()),
            entry("merkle", Set.of()),
            entry("verify", Set.of()),
            entry("overlap", Set.of()),
            // Domain: meaning, pure.
            entry("stix", Set.of()),
            entry("memorandum", Set.of("stix")),
            entry("release", Set.of("stix", "memorandum")),
            entry("cooperation", Set.of("stix", "memorandum")),
            // Core: joins the two.
            entry("exchange", union(ENGINES, DOMAIN)),
            // Edges: protocols and people, none of which knows another.
            entry("http", union(CORE, DOMAIN)),
            entry("taxii", union(CORE, DOMAIN, Set.of("http"))),
            entry("dataspace", union(CORE, DOMAIN, Set.of("http"))),
            entry("console", union(CORE, DOMAIN, Set.of("http"))),
            entry("intake", union(CORE, DOMAIN, Set.of("http"))),
            // Top: wiring, and what people start.
            entry("node", union(ENGINES, DOMAIN, CORE, EDGES)),
            entry("cli", union(ENGINES, DOMAIN, CORE, EDGES, TOP)),
            entry("demo", union(ENGINES, DOMAIN, CORE, EDGES, TOP)),
            entry("bench", union(ENGINES, DOMAIN, CORE, EDGES, TOP)));

    private static final String ROOT = "org.entente";

    /** Names for packages whose content nobody could say in a word. */
    private static final Set<String> NO_NAMES =
            Set.of("util", "utils", "common", "commons", "impl", "helper", "helpers");

    /** What reaches a file or the network. Addresses as values are harmless. */
    private static final Pattern INPUT_OUTPUT = Pattern.compile("java\\.nio\\.(file|channels)\\..*"
            + "|java\\.net\\.(?!URI$|URISyntaxException$|IDN$).*"
            + "|java\\.io\\.(File|RandomAccessFile|Console).*");

    private static final Pattern CLOCK_OR_CHANCE_TYPE = Pattern.compile(
            "java\\.time\\.(Clock|InstantSource)|java\\.util\\.(Random|SplittableRandom|Timer)|java\\.util\\.random\\..*"
                    + "|java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.security\\.SecureRandom");

    private static final Pattern CLOCK_OR_CHANCE_CALL = Pattern.compile("java\\.time\\..*\\.now"
            + "|java\\.lang\\.System\\.(currentTimeMillis|nanoTime)"
            + "|java\\.lang\\.Math\\.random"
            + "|java\\.util\\.UUID\\.randomUUID"
            + "|java\\.util\\.Date\\.<init>"
            + "|java\\.util\\.Calendar\\.getInstance"
            + "|java\\.util\\.Collections\\.shuffle");

    private static final Pattern LOGGING =
            Pattern.compile("java\\.util\\.logging\\..*|java\\.lang\\.System\\$Logger.*|org\\.slf4j\\..*");

    private static final JavaClasses CLASSES = readClasses();

    @Test
    void thereIsCodeToLookAt() {
        assertFalse(CLASSES.isEmpty());
    }

    @Test
    void theTableKnowsItsOwnRooms() {
        assertEquals(union(ENGINES, DOMAIN, CORE, EDGES, TOP), new TreeSet<>(MAY_KNOW.keySet()));
        for (Set<String> known : MAY_KNOW.values()) {
            assertEquals(Set.of(), difference(known, MAY_KNOW.keySet()));
        }
    }

    @Test
    void everyRoomStandsInTheTable() {
        none(CLASSES.stream()
                .filter(type -> !MAY_KNOW.containsKey(room(type)))
                .map(type -> type.getName() + " is in no room of the table"));
    }

    @Test
    void aRoomKnowsOnlyItsNeighbours() {
        none(dependencies(MAY_KNOW.keySet())
                .filter(dependency -> isOurs(dependency.getTargetClass()))
                .filter(dependency -> {
                    String from = room(dependency.getOriginClass());
                    String to = room(dependency.getTargetClass());
                    return !from.equals(to)
                            && !MAY_KNOW.getOrDefault(from, Set.of()).contains(to);
                })
                .map(Dependency::getDescription));
    }

    @Test
    void treesAndTheirCheckerStandOnThePlatformAlone() {
        Pattern allowed = Pattern.compile("java\\..*|javax\\.crypto\\..*|org\\.jspecify\\..*");
        none(dependencies(Set.of("merkle", "verify"))
                .filter(dependency -> !isOurs(dependency.getTargetClass()))
                .filter(dependency ->
                        !dependency.getTargetClass().getBaseComponentType().isPrimitive())
                .filter(dependency -> !matches(allowed, dependency.getTargetClass()))
                .map(Dependency::getDescription));
    }

    @Test
    void pureRoomsReachNoFileAndNoNetwork() {
        none(dependencies(PURE)
                .filter(dependency -> matches(INPUT_OUTPUT, dependency.getTargetClass()))
                .map(Dependency::getDescription));
    }

    @Test
    void pureRoomsHaveNoClockAndNoChance() {
        none(Stream.concat(
                dependencies(PURE)
                        .filter(dependency -> matches(CLOCK_OR_CHANCE_TYPE, dependency.getTargetClass()))
                        .map(Dependency::getDescription),
                accesses(PURE)
                        .filter(access ->
                                CLOCK_OR_CHANCE_CALL.matcher(target(access)).matches())
                        .map(JavaAccess::getDescription)));
    }

    @Test
    void enginesAndDomainDoNotLog() {
        Set<String> silent = union(ENGINES, PURE);
        none(Stream.concat(
                dependencies(silent)
                        .filter(dependency -> matches(LOGGING, dependency.getTargetClass()))
                        .map(Dependency::getDescription),
                accesses(silent)
                        .filter(access -> target(access).equals("java.lang.System.getLogger"))
                        .map(JavaAccess::getDescription)));
    }

    /** The node writes the log to the standard error stream; else only what a person starts may print. */
    @Test
    void onlyTheTopPrints() {
        Pattern printing = Pattern.compile("java\\.lang\\.System\\.(out|err|console)|java\\.io\\.Console\\..*"
                + "|java\\.lang\\.IO\\..*|.*\\.printStackTrace");
        none(accesses(difference(MAY_KNOW.keySet(), TOP))
                .filter(access -> printing.matcher(target(access)).matches())
                .map(JavaAccess::getDescription));
        none(accesses(Set.of("node"))
                .filter(access -> target(access).equals("java.lang.System.out"))
                .map(JavaAccess::getDescription));
    }

    @Test
    void everyPackageSaysWhatItIsForAndIsNullMarked() throws IOException {
        Pattern informative = Pattern.compile(
                "/\\*\\*.*\\S.*\\*/\\s*@(org\\.jspecify\\.annotations\\.)?NullMarked\\s.*", Pattern.DOTALL);
        none(packages()
                .filter(folder -> !informative
                        .matcher(read(folder.resolve("package-info.java")))
                        .matches())
                .map(folder -> folder + " lacks a package-info.java with a comment and @NullMarked"));
    }

    @Test
    void noPackageIsADrawerForOddments() throws IOException {
        none(packages()
                .filter(folder -> NO_NAMES.contains(folder.getFileName().toString()))
                .map(Path::toString));
    }

    private static JavaClasses readClasses() {
        // Names are all that the rules look at, so the classes of the platform and the libraries need not be read too.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        return new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(ROOT);
    }

    private static Stream<Dependency> dependencies(Collection<String> rooms) {
        return classes(rooms).flatMap(type -> type.getDirectDependenciesFromSelf().stream());
    }

    private static Stream<JavaAccess<?>> accesses(Collection<String> rooms) {
        return classes(rooms)
                .flatMap(type -> Stream.concat(
                        type.getAccessesFromSelf().stream(),
                        Stream.concat(
                                type.getMethodReferencesFromSelf().stream(),
                                type.getConstructorReferencesFromSelf().stream())));
    }

    private static Stream<JavaClass> classes(Collection<String> rooms) {
        return CLASSES.stream().filter(type -> rooms.contains(room(type)));
    }

    private static Stream<Path> packages() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files
                    .filter(file -> file.toString().endsWith(".java"))
                    .map(Path::getParent)
                    .collect(Collectors.toCollection(TreeSet::new))
                    .stream();
        }
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean isOurs(JavaClass type) {
        return (type.getBaseComponentType().getPackageName() + '.').startsWith(ROOT + '.');
    }

    /** The room of a type of ours; empty for one that stands in the hall. */
    private static String room(JavaClass type) {
        String[] names = type.getBaseComponentType().getPackageName().split("\\.", -1);
        return names.length > 2 ? names[2] : "";
    }

    private static boolean matches(Pattern pattern, JavaClass type) {
        return pattern.matcher(type.getBaseComponentType().getName()).matches();
    }

    private static String target(JavaAccess<?> access) {
        return access.getTargetOwner().getName() + '.' + access.getTarget().getName();
    }

    @SafeVarargs
    private static Set<String> union(Set<String>... sets) {
        Set<String> all = new TreeSet<>();
        for (Set<String> set : sets) {
            all.addAll(set);
        }
        return all;
    }

    private static Set<String> difference(Set<String> all, Set<String> without) {
        return all.stream().filter(Predicate.not(without::contains)).collect(Collectors.toCollection(TreeSet::new));
    }

    private static void none(Stream<String> violations) {
        List<String> all = violations.distinct().sorted().toList();
        assertTrue(all.isEmpty(), () -> "violations: " + all.size() + "\n" + String.join("\n", all));
    }
}
