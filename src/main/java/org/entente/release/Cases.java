package org.entente.release;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.entente.memorandum.Constraint;
import org.entente.memorandum.Constraint.Term;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.MarkingClass;
import org.entente.memorandum.Memorandum;
import org.entente.memorandum.Operator;
import org.entente.memorandum.Places;
import org.entente.release.Evaluation.Subject;
import org.entente.stix.MarkingKind;
import org.entente.stix.Pap;
import org.entente.stix.StandardTable;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * Every object that there could be, as far as given terms can tell objects apart: one case for all objects on which no term of
 * any constraint differs. There are few of them, because a constraint names few values, so that what holds of all cases can be
 * found out by looking at each.
 *
 * <p>Along each operand that is named, the values are told apart by what the terms on it say of them. What has several values
 * takes every union of such values. An operand that nothing names has one case.
 */
final class Cases {
    /** The most cases that are looked at. */
    static final int MAX_CASES = 1 << 20;

    /** The most that are told apart along one operand. */
    static final int MAX_ALTERNATIVES = 4096;

    /** STIX says where a location lies in three properties. */
    private static final int MAX_PLACES = 3;

    /** Between what a timestamp can say. */
    private static final Instant EARLIEST = Instant.parse("0000-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");
    private static final String OTHER_TYPE = "x-other";
    private static final String OTHER = "another";
    private static final String OTHER_PLACE = "nowhere-known";
    private static final String OTHER_PRODUCER = "identity--00000000-0000-4000-8000-000000000000";
    private static final UUID OTHER_CONTRACT = new UUID(0, 0);
    private static final String OTHER_ORGANISATION = "did:web:another.example";

    private static final Set<String> STANDARD_TYPES = StandardTable.types().stream()
            .map(StandardTable.Type::name)
            .filter(type -> !type.equals("bundle"))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    private static final List<LeftOperand> VERSION = List.of(LeftOperand.CREATED, LeftOperand.MODIFIED);
    private static final List<LeftOperand> VALIDITY = List.of(LeftOperand.VALID_FROM, LeftOperand.VALID_UNTIL);

    /** One case. */
    record Case(Facets facets, MarkingKinds kinds) {}

    /** More cases than are looked at. */
    static final class TooMany extends Exception {
        private static final long serialVersionUID = 1;

        TooMany() {
            super("there are more cases than are looked at");
        }
    }

    /** A choice along one operand, made on facets in the making. */
    private interface Choice {
        void make(Making making);
    }

    /** Facets in the making. */
    private static final class Making {
        private String type = OTHER_TYPE;
        private @Nullable Tlp tlp;
        private final SortedSet<String> labels = new TreeSet<>();
        private @Nullable String collection;
        private final SortedSet<StixId> markings = new TreeSet<>();
        private Source source = Source.OWN;
        private final SortedMap<LeftOperand, SortedSet<String>> said = new TreeMap<>();
        private MarkingKinds kinds = _ -> null;

        Facets facets() {
            return new Facets(type, tlp, labels, collection, markings, source, said);
        }
    }

    private final List<Terms> terms;
    private final Map<LeftOperand, Set<Term>> named = new EnumMap<>(LeftOperand.class);
    private final List<List<Choice>> axes = new ArrayList<>();

    /** What objects of standard types always say, be it that the property is absent. */
    private final Set<LeftOperand> asked = EnumSet.noneOf(LeftOperand.class);

    private long looked;

    private Cases(List<Terms> terms, Collection<Constraint> constraints) throws TooMany {
        this.terms = terms;
        for (Constraint constraint : constraints) {
            for (Term term : constraint.terms()) {
                named.computeIfAbsent(term.left(), _ -> new LinkedHashSet<>()).add(term);
            }
        }
        named.keySet().stream().filter(Sayings::isSaying).forEach(asked::add);
        if (named.containsKey(LeftOperand.AGE)) {
            // An age is the version's.
            asked.addAll(VERSION);
        }
        for (LeftOperand operand : LeftOperand.values()) {
            List<Choice> axis = named.containsKey(operand) ? axis(operand) : List.of();
            if (!axis.isEmpty()) {
                axes.add(axis);
            }
        }
        axes.add(times(VERSION));
        axes.add(times(VALIDITY));
        axes.add(types());
        axes.add(markings());
        long count = 1;
        for (List<Choice> axis : axes) {
            count *= axis.size();
            if (count > MAX_CASES) {
                throw new TooMany();
            }
        }
    }

    /** The cases that the grants and house rules of these terms, and a claim about objects, tell apart. */
    static Cases of(List<Terms> terms, List<Constraint> claims) throws TooMany {
        List<Constraint> constraints = new ArrayList<>(claims);
        for (Terms one : terms) {
            constraints.add(one.grant().constraint());
            one.houseRules().rules().forEach(rule -> constraints.add(rule.require()));
        }
        return new Cases(List.copyOf(terms), constraints);
    }

    /** How many cases {@link #find} has looked at. */
    long looked() {
        return looked;
    }

    /** The first case of which it is true, or null when it is true of none. */
    @Nullable
    Case find(Predicate<Case> wanted) {
        int[] at = new int[axes.size()];
        while (true) {
            Making making = new Making();
            for (int i = 0; i < at.length; i++) {
                axes.get(i).get(at[i]).make(making);
            }
            if (isPossible(making)) {
                looked++;
                Case next = new Case(making.facets(), making.kinds);
                if (wanted.test(next)) {
                    return next;
                }
            }
            int i = 0;
            while (i < at.length && ++at[i] == axes.get(i).size()) {
                at[i++] = 0;
            }
            if (i == at.length) {
                return null;
            }
        }
    }

    /** What the standard does not let be: a subtype of a type that has none, and a property of a standard type that has not its form. */
    private boolean isPossible(Making making) {
        SortedSet<String> kinds = making.said.get(LeftOperand.KIND);
        boolean malformed = !making.said.keySet().containsAll(asked);
        return (kinds == null || kinds.isEmpty() || Sayings.hasKind(making.type))
                && (!malformed || !STANDARD_TYPES.contains(making.type));
    }

    private List<Choice> axis(LeftOperand operand) throws TooMany {
        return switch (operand) {
            // Types are told apart whether they are named or not.
            case TYPE -> List.of();
            case TLP -> levels();
            // The labels say the PAP.
            case PAP -> named.containsKey(LeftOperand.TOPIC) ? List.of() : labels();
            case TOPIC -> labels();
            case COLLECTION, PATTERN_TYPE -> single(operand, withOthers(operand, OTHER));
            case PRODUCER -> single(operand, withOthers(operand, OTHER_PRODUCER));
            case KIND, KILL_CHAIN_PHASE, SECTOR -> several(operand, withOthers(operand, OTHER), Integer.MAX_VALUE);
            case REGION -> several(operand, places(), MAX_PLACES);
            case CONFIDENCE -> single(operand, confidences());
            // The times of a version are told apart together, and so are those of validity.
            case CREATED, MODIFIED, VALID_FROM, VALID_UNTIL, AGE -> List.of();
            case RECEIVED_FROM -> sources();
            // Whom and what it came under is one choice.
            case RECEIVED_UNDER -> named.containsKey(LeftOperand.RECEIVED_FROM) ? List.of() : sources();
        };
    }

    private Set<String> withOthers(LeftOperand operand, String... others) {
        Set<String> values = new LinkedHashSet<>();
        for (Term term : named.getOrDefault(operand, Set.of())) {
            values.addAll(term.right());
        }
        values.addAll(List.of(others));
        return values;
    }

    /**
     * One type for each that terms, or the rules for objects, tell apart: definitions answer no terms on content, some types have no
     * subtype, and types of one's own can say anything.
     */
    private List<Choice> types() {
        Set<String> types = withOthers(LeftOperand.TYPE, OTHER_TYPE);
        types.addAll(STANDARD_TYPES);
        Map<List<Object>, Choice> choices = new LinkedHashMap<>();
        for (String type : types) {
            Choice choice = making -> making.type = type;
            List<Object> key = new ArrayList<>(truths(made(choice), Set.of(LeftOperand.TYPE)));
            key.add(STANDARD_TYPES.contains(type));
            key.add(Sayings.hasKind(type));
            key.add(type.equals("marking-definition") || type.equals("extension-definition"));
            choices.putIfAbsent(key, choice);
        }
        return List.copyOf(choices.values());
    }

    /** Values of which an object has at most one: one for each that the terms tell apart, and none. */
    private List<Choice> single(LeftOperand operand, Collection<String> values) {
        Map<List<Truth>, Choice> choices = new LinkedHashMap<>();
        for (String value : values) {
            Choice choice = making -> put(making, operand, Set.of(value));
            choices.putIfAbsent(truths(made(choice), Set.of(operand)), choice);
        }
        List<Choice> axis = new ArrayList<>(choices.values());
        axis.add(making -> put(making, operand, Set.of()));
        if (Sayings.isSaying(operand)) {
            axis.add(_ -> {});
        }
        return axis;
    }

    /** Values of which an object can have several: one set for each union that the terms tell apart. */
    private List<Choice> several(LeftOperand operand, Collection<String> values, int most) throws TooMany {
        List<Choice> axis = new ArrayList<>();
        for (Set<String> union :
                unions(values, most, set -> key(making -> put(making, operand, set), Set.of(operand)))) {
            axis.add(making -> put(making, operand, union));
        }
        axis.add(making -> put(making, operand, Set.of()));
        axis.add(_ -> {});
        return axis;
    }

    private static void put(Making making, LeftOperand operand, Set<String> values) {
        switch (operand) {
            case COLLECTION ->
                making.collection = values.isEmpty() ? null : values.iterator().next();
            case TOPIC, PAP -> making.labels.addAll(values);
            default -> making.said.put(operand, new TreeSet<>(values));
        }
    }

    private List<Choice> levels() {
        List<Choice> axis = new ArrayList<>();
        for (Tlp level : Tlp.values()) {
            axis.add(making -> making.tlp = level);
        }
        axis.add(making -> making.tlp = null);
        return axis;
    }

    private List<Choice> labels() throws TooMany {
        Set<String> values = withOthers(LeftOperand.TOPIC, OTHER);
        terms.forEach(one -> values.addAll(one.memorandum().topics().all()));
        if (named.containsKey(LeftOperand.PAP)) {
            for (Pap level : Pap.values()) {
                values.add("pap:" + level.text());
            }
        }
        List<Choice> axis = new ArrayList<>();
        for (Set<String> union : unions(
                values,
                Integer.MAX_VALUE,
                set -> key(
                        making -> put(making, LeftOperand.TOPIC, set), Set.of(LeftOperand.TOPIC, LeftOperand.PAP)))) {
            axis.add(making -> put(making, LeftOperand.TOPIC, union));
        }
        axis.add(_ -> {});
        return axis;
    }

    private Set<String> places() {
        Set<String> places = withOthers(LeftOperand.REGION, OTHER_PLACE);
        for (String place : List.copyOf(places)) {
            int part = place.indexOf('-');
            if (Places.isKnown(place) && part == 2) {
                places.add(place.substring(0, part) + "-ZZZ");
            }
        }
        places.addAll(Places.all());
        return places;
    }

    private Set<String> confidences() {
        Set<String> values = new LinkedHashSet<>(List.of("0", "100"));
        for (String level : withOthers(LeftOperand.CONFIDENCE)) {
            int value = Integer.parseInt(level);
            values.add(Integer.toString(Math.max(0, value - 1)));
            values.add(level);
            values.add(Integer.toString(Math.min(100, value + 1)));
        }
        return values;
    }

    /**
     * Two times of which the first must not lie behind the second, and where they are the version's, its age with them: one
     * choice for all that the terms do not tell apart.
     */
    private List<Choice> times(List<LeftOperand> pair) throws TooMany {
        List<LeftOperand> operands = pair.stream().filter(asked::contains).toList();
        boolean aged = pair.equals(VERSION) && named.containsKey(LeftOperand.AGE);
        Set<LeftOperand> told = EnumSet.noneOf(LeftOperand.class);
        told.addAll(operands);
        if (aged) {
            told.add(LeftOperand.AGE);
        }
        List<SortedMap<LeftOperand, SortedSet<String>>> all = new ArrayList<>(List.of(new TreeMap<>()));
        List<String> instants = texts(around(marks(operands, aged)));
        for (LeftOperand operand : operands) {
            all = crossed(all, one -> saying(one, operand, instants));
            all.removeIf(one -> !inOrder(one, pair));
        }
        if (aged) {
            all = crossed(all, this::ages);
        }
        Map<List<Object>, Choice> choices = new LinkedHashMap<>();
        for (SortedMap<LeftOperand, SortedSet<String>> one : all) {
            Choice choice = making -> making.said.putAll(one);
            List<Object> key = new ArrayList<>(truths(made(choice), told));
            key.add(one.keySet());
            choices.putIfAbsent(key, choice);
        }
        return List.copyOf(choices.values());
    }

    private static List<SortedMap<LeftOperand, SortedSet<String>>> crossed(
            List<SortedMap<LeftOperand, SortedSet<String>>> all,
            Function<SortedMap<LeftOperand, SortedSet<String>>, List<SortedMap<LeftOperand, SortedSet<String>>>> with)
            throws TooMany {
        List<SortedMap<LeftOperand, SortedSet<String>>> crossed = new ArrayList<>();
        for (SortedMap<LeftOperand, SortedSet<String>> one : all) {
            crossed.addAll(with.apply(one));
            if (crossed.size() > MAX_CASES) {
                throw new TooMany();
            }
        }
        return crossed;
    }

    /** These sayings with each of the texts, with absence, and with something that has not its form. */
    private static List<SortedMap<LeftOperand, SortedSet<String>>> saying(
            SortedMap<LeftOperand, SortedSet<String>> said, LeftOperand operand, List<String> texts) {
        List<SortedMap<LeftOperand, SortedSet<String>>> sayings = new ArrayList<>();
        for (String text : texts) {
            sayings.add(with(said, operand, Set.of(text)));
        }
        sayings.add(with(said, operand, Set.of()));
        sayings.add(said);
        return sayings;
    }

    private static SortedMap<LeftOperand, SortedSet<String>> with(
            SortedMap<LeftOperand, SortedSet<String>> said, LeftOperand operand, Set<String> texts) {
        SortedMap<LeftOperand, SortedSet<String>> more = new TreeMap<>(said);
        more.put(operand, new TreeSet<>(texts));
        return more;
    }

    private static boolean inOrder(SortedMap<LeftOperand, SortedSet<String>> said, List<LeftOperand> pair) {
        SortedSet<String> from = said.getOrDefault(pair.getFirst(), Collections.emptySortedSet());
        SortedSet<String> to = said.getOrDefault(pair.getLast(), Collections.emptySortedSet());
        return from.isEmpty() || to.isEmpty() || !Instant.parse(from.first()).isAfter(Instant.parse(to.first()));
    }

    /** These times of a version with each age that it could have had when it arrived: the time from the version to then. */
    private List<SortedMap<LeftOperand, SortedSet<String>>> ages(SortedMap<LeftOperand, SortedSet<String>> said) {
        SortedSet<String> modified = said.get(LeftOperand.MODIFIED);
        SortedSet<String> version = modified != null && modified.isEmpty() ? said.get(LeftOperand.CREATED) : modified;
        if (version == null) {
            return List.of(said);
        }
        if (version.isEmpty()) {
            return List.of(with(said, LeftOperand.AGE, Set.of()));
        }
        Instant at = Instant.parse(version.first());
        SortedSet<Instant> marks = new TreeSet<>(starts());
        spans().forEach(span -> marks.add(at.plus(span)));
        List<SortedMap<LeftOperand, SortedSet<String>>> aged = new ArrayList<>();
        for (Instant arrival : around(marks)) {
            aged.add(with(said, LeftOperand.AGE, Set.of(at + "/" + arrival)));
        }
        return aged;
    }

    /** The instants at which what terms say of these operands, or of ages, changes. */
    private SortedSet<Instant> marks(List<LeftOperand> operands, boolean aged) {
        SortedSet<Instant> marks = new TreeSet<>();
        for (LeftOperand operand : operands) {
            withOthers(operand).forEach(text -> marks.add(Instant.parse(text)));
        }
        if (aged) {
            for (Instant start : starts()) {
                spans().forEach(span -> marks.add(start.minus(span)));
            }
        }
        return marks;
    }

    private List<Instant> starts() {
        return terms.stream().map(Terms::start).filter(Objects::nonNull).toList();
    }

    private Set<Duration> spans() {
        Set<Duration> spans = new LinkedHashSet<>();
        for (Term term : named.getOrDefault(LeftOperand.AGE, Set.of())) {
            if (term instanceof Constraint.AgeTerm(var _, var right)) {
                spans.addAll(right);
            }
        }
        return spans;
    }

    /** Each of these instants, one before and one behind all, and one between each two. */
    private static List<Instant> around(SortedSet<Instant> marks) {
        List<Instant> around = new ArrayList<>();
        Instant last = null;
        for (Instant mark : marks) {
            if (last == null) {
                around.add(mark.minusSeconds(1));
            } else {
                Instant next = last.plusSeconds(1);
                around.add(
                        next.isBefore(mark)
                                ? next
                                : last.plus(Duration.between(last, mark).dividedBy(2)));
            }
            around.add(mark);
            last = mark;
        }
        around.add(last == null ? Instant.EPOCH : last.plusSeconds(1));
        return around;
    }

    private static List<String> texts(List<Instant> instants) {
        return instants.stream()
                .filter(instant -> !instant.isBefore(EARLIEST) && !instant.isAfter(LATEST))
                .map(Instant::toString)
                .toList();
    }

    private List<Choice> sources() {
        List<Choice> axis = new ArrayList<>();
        axis.add(_ -> {});
        Set<UUID> contracts = new LinkedHashSet<>(List.of(OTHER_CONTRACT));
        withOthers(LeftOperand.RECEIVED_UNDER).forEach(id -> contracts.add(UUID.fromString(id)));
        for (String organisation : withOthers(LeftOperand.RECEIVED_FROM, OTHER_ORGANISATION)) {
            for (UUID contract : contracts) {
                axis.add(making -> making.source = new Source.Received(organisation, contract));
            }
        }
        return axis;
    }

    /** Sets of markings that the memoranda class differently, each with what else a definition may be known as. */
    private List<Choice> markings() throws TooMany {
        Set<StixId> classed = new TreeSet<>();
        terms.forEach(one -> classed.addAll(one.memorandum().markings().keySet()));
        List<Choice> axis = new ArrayList<>(List.of(_ -> {}));
        for (MarkingKind kind : List.of(MarkingKind.STATEMENT, MarkingKind.OTHER)) {
            for (Set<StixId> union : unions(classed, Integer.MAX_VALUE, set -> classes(set, kind))) {
                axis.add(making -> {
                    making.markings.addAll(union);
                    making.kinds = _ -> kind;
                });
            }
        }
        return axis;
    }

    /** What each memorandum makes of the markings together: whether they bar, and the levels that they give. */
    private List<Object> classes(Set<StixId> markings, MarkingKind kind) {
        List<Object> classes = new ArrayList<>();
        for (Terms one : terms) {
            Memorandum memorandum = one.memorandum();
            boolean bars = false;
            Tlp tlp = null;
            Pap pap = null;
            for (StixId marking : markings) {
                MarkingClass as = memorandum.markings().get(marking);
                bars |= as instanceof MarkingClass.Restrictive || (as == null && kind != MarkingKind.STATEMENT);
                tlp = as instanceof MarkingClass.AsTlp(var level) ? Tlp.strictest(tlp, level) : tlp;
                pap = as instanceof MarkingClass.AsPap(var level) ? Pap.strictest(pap, level) : pap;
            }
            classes.add(bars);
            classes.add(tlp == null ? "" : tlp);
            classes.add(pap == null ? "" : pap);
        }
        return classes;
    }

    /**
     * One set for each key that unions of the values have. The key of a union must follow from the keys of its parts, so that
     * adding one value at a time to one set of each key finds every key.
     */
    private static <T> Collection<Set<T>> unions(Collection<T> values, int most, Function<Set<T>, List<Object>> key)
            throws TooMany {
        Map<List<Object>, Set<T>> singles = new LinkedHashMap<>();
        values.forEach(value -> singles.putIfAbsent(key.apply(Set.of(value)), Set.of(value)));
        Map<List<Object>, Set<T>> found = new LinkedHashMap<>(singles);
        List<Set<T>> last = new ArrayList<>(found.values());
        for (int size = 2; size <= most && !last.isEmpty(); size++) {
            List<Set<T>> next = new ArrayList<>();
            for (Set<T> set : last) {
                for (Set<T> single : singles.values()) {
                    Set<T> union = new LinkedHashSet<>(set);
                    union.addAll(single);
                    if (found.putIfAbsent(key.apply(union), union) == null) {
                        next.add(union);
                        if (found.size() > MAX_ALTERNATIVES) {
                            throw new TooMany();
                        }
                    }
                }
            }
            last = next;
        }
        return found.values();
    }

    /** The facets of an object of which nothing is chosen but this. */
    private static Facets made(Choice choice) {
        Making making = new Making();
        choice.make(making);
        return making.facets();
    }

    /** What the terms on these operands say of an object. */
    private List<Truth> truths(Facets facets, Set<LeftOperand> operands) {
        List<Truth> truths = new ArrayList<>();
        for (LeftOperand operand : operands) {
            for (Term term : named.getOrDefault(operand, Set.of())) {
                for (Terms one : terms) {
                    truths.add(truth(term, facets, one));
                }
            }
        }
        return truths;
    }

    private static Truth truth(Constraint constraint, Facets facets, Terms terms) {
        SortedSet<String> topics = terms.memorandum().topics().withWider(facets.topics());
        return Evaluation.of(constraint, new Subject(facets, facets.tlp(), true, facets.pap(), topics, terms.start()))
                .value();
    }

    /**
     * As {@link #truths}, and of {@code isAllOf} what is there of each value: that follows from the parts of a union, as the
     * whole term does not. The level of the PAP is part of it.
     */
    private List<Object> key(Choice choice, Set<LeftOperand> operands) {
        Facets facets = made(choice);
        List<Object> key = new ArrayList<>(truths(facets, operands));
        for (LeftOperand operand : operands) {
            for (Term term : named.getOrDefault(operand, Set.of())) {
                for (String value : term.operator() == Operator.IS_ALL_OF ? term.right() : List.<String>of()) {
                    Term one = new Constraint.WordTerm(operand, Operator.IS_ANY_OF, List.of(value));
                    terms.forEach(of -> key.add(truth(one, facets, of)));
                }
            }
        }
        if (named.containsKey(LeftOperand.PAP)) {
            key.add(facets.pap() == null ? "" : facets.pap());
        }
        return key;
    }
}
