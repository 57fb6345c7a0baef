package org.entente.exchange;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.entente.exchange.IdentifierEntry.Version;
import org.entente.exchange.State.ContractEntry;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
import org.entente.release.Check;
import org.entente.release.Decide;
import org.entente.release.Decision;
import org.entente.release.Facets;
import org.entente.release.Form;
import org.entente.release.FormRules;
import org.entente.release.Forms;
import org.entente.release.MarkingKinds;
import org.entente.release.Source;
import org.entente.release.Terms;
import org.entente.stix.MarkingKind;
import org.entente.stix.StixId;
import org.entente.stix.StixObject;
import org.entente.stix.StixTimestamp;
import org.jspecify.annotations.Nullable;

/**
 * Decides single objects under one contract and gives them their form: rules 1, 2, 4 and 9 of release.md, with what the store says
 * of markings and of newer versions. A form is made once, as long as there are not too many to keep.
 */
final class Forming {
    /** What of the store the decisions and the forms are made of. */
    interface Copies {
        IdentifierEntry identifier(StixId id);

        Draft.Copy copy(long ordinal);

        Facets facets(int number);

        byte[] bytes(long ordinal);

        byte[] sha256(long ordinal);

        /** Whether the copy came by an entry that its giver recalled, or was destroyed since; or by none. */
        boolean isRecalled(long ordinal);

        /** Whether the bytes are here: those of a received copy may be destroyed, or be destroyed by this command. */
        boolean isHere(long ordinal);

        /** What the giver under that contract said last of passing that version on to that organisation, or null. */
        @Nullable
        KeptConsent consent(int contract, StixId id, String version, String to);

        /** When the contract came into force, or null where that is not known. */
        @Nullable
        Instant started(int contract);
    }

    /** Terms, and what marking definitions say where these terms let them go. */
    private record Judge(Terms terms, MarkingKinds kinds) {}

    /** Forms kept; beyond that they are made again, which costs time and nothing else. */
    private static final int MAX_KEPT_FORMS = 20_000;

    private static final long MAX_KEPT_BYTES = 64L << 20;

    /** Of objects of which the forms are made at once. */
    private static final long MAX_BYTES_AT_ONCE = 16L << 20;

    private final Copies copies;
    private final FormRules rules;
    private final Judge own;
    /** All whose bars count where parts are cut, the contract's own first. */
    private final Map<Integer, Judge> judges = new LinkedHashMap<>();

    private final UnaryOperator<StixId> pseudonyms;
    private final Map<Long, Form> forms = new HashMap<>();
    private long keptBytes;

    Forming(
            Copies copies,
            ContractEntry contract,
            HouseRules houseRules,
            FormDuty duty,
            UnaryOperator<StixId> pseudonyms) {
        this.copies = copies;
        this.rules = duty.rules();
        this.pseudonyms = pseudonyms;
        this.own = judge(contract, houseRules);
        judges.put(contract.number(), own);
        duty.markers().forEach(marker -> judges.put(marker.number(), judge(marker, houseRules)));
    }

    private Judge judge(ContractEntry contract, HouseRules houseRules) {
        Terms timeless = Terms.of(
                contract.memorandum().memorandum(),
                contract.contract(),
                contract.memorandum().standing().inForce(),
                houseRules);
        Instant started = timeless.operands().contains(LeftOperand.AGE) ? copies.started(contract.number()) : null;
        Terms terms = started == null ? timeless : timeless.startingAt(started);
        return new Judge(terms, marking -> copies.identifier(marking).markingKind(ordinal -> kind(terms, ordinal)));
    }

    /** A definition counts only where it may itself go. */
    private @Nullable MarkingKind kind(Terms terms, long ordinal) {
        Draft.Copy copy = copies.copy(ordinal);
        return Decide.permitsByItself(terms, counted(copies.facets(copy.number()))) ? copy.markingKind() : null;
    }

    FormRules rules() {
        return rules;
    }

    /** Rule 2: where parts are cut that granular markings bar, these do not count for the whole. */
    private Facets counted(Facets facets) {
        return rules.cutMarked() == null ? facets : facets.ofWhole();
    }

    Decision decide(int number) {
        return Decide.decide(own.terms(), counted(copies.facets(number)), own.kinds());
    }

    /** Whether a copy of that source waits for its giver's consent to go to the receiver. */
    boolean awaitsConsent(long ordinal, Source source) {
        return Consenting.isAwaited(
                copies, ordinal, source, own.terms().contract().receiver());
    }

    /**
     * The copy of a version that releasers are asked about: our own, else the first that came and may go by itself, else the
     * first that came and was not recalled; {@link Event#NONE} where there is none.
     */
    long approvable(Version version) {
        long goes = version.representative(ordinal -> !copies.isRecalled(ordinal)
                && decide(copies.copy(ordinal).number()).permitted()
                && receivedUnder(ordinal).holds());
        return goes != Event.NONE ? goes : version.representative(ordinal -> !copies.isRecalled(ordinal));
    }

    /** The check of the terms under which a single copy came. */
    Check receivedUnder(long ordinal) {
        Source source = copies.facets(copies.copy(ordinal).number()).source();
        String receiver = own.terms().contract().receiver();
        return Decide.receivedUnder(own.terms(), source, Consenting.said(copies, ordinal, source, receiver));
    }

    /**
     * The hash of what releasers approve: the form of a copy after cuts, which is the bytes of that hash where objects go as they
     * came; null where there is none.
     */
    byte @Nullable [] sha256(long ordinal, byte[] asItCame) {
        if (rules.asTheyCame()) {
            return asItCame;
        }
        return of(ordinal) instanceof Form.Goes goes ? Opening.sha256(goes.bytes()) : null;
    }

    /** Whether a copy goes in some form: it came in one that goes as it is, or its duties leave it one. */
    boolean goes(long ordinal) {
        return rules.asTheyCame() || of(ordinal) instanceof Form.Goes;
    }

    /** The form of a copy after cuts. */
    Form of(long ordinal) {
        Form known = forms.get(ordinal);
        if (known == null) {
            known = form(ordinal);
            keep(ordinal, known);
        }
        return known;
    }

    private void keep(long ordinal, Form form) {
        if (forms.size() >= MAX_KEPT_FORMS || keptBytes >= MAX_KEPT_BYTES) {
            forms.clear();
            keptBytes = 0;
        }
        forms.put(ordinal, form);
        keptBytes += form instanceof Form.Goes goes ? goes.bytes().length : 0;
    }

    /**
     * Makes the forms of these copies by all cores, where a form depends on nothing but its object. What is too large to be in
     * memory together is left to be made when it is asked for.
     */
    void make(List<Long> ordinals) {
        List<byte[]> objects = new ArrayList<>();
        long size = 0;
        while (rules.cutMarked() == null && objects.size() < ordinals.size() && size < MAX_BYTES_AT_ONCE) {
            byte[] object = copies.bytes(ordinals.get(objects.size()));
            objects.add(object);
            size += object.length;
        }
        List<Form> made = objects.parallelStream().map(this::ofItself).toList();
        for (int i = 0; i < made.size(); i++) {
            keep(ordinals.get(i), made.get(i));
        }
    }

    private Form ofItself(byte[] object) {
        return Forms.of(LiveSet.parse(object), rules, new Forms.Context(_ -> false, Set.of(), pseudonyms));
    }

    private Form form(long ordinal) {
        return rules.cutMarked() == null ? ofItself(copies.bytes(ordinal)) : amongOthers(ordinal);
    }

    /** What granular markings cover goes, and what they cover in newer versions. */
    private Form amongOthers(long ordinal) {
        StixObject object = LiveSet.parse(copies.bytes(ordinal));
        Set<String> inherited = new TreeSet<>();
        for (long copy : inheritedFrom(object, ordinal)) {
            if (copies.isHere(copy)) {
                inherited.addAll(Forms.cuts(LiveSet.parse(copies.bytes(copy)), bars(copy)));
            } else if (copies.facets(copies.copy(copy).number()).granular().stream()
                    .anyMatch(bars(copy))) {
                return new Form.Refused("what a newer version cuts of it is not known, since that was destroyed");
            }
        }
        return Forms.of(object, rules, new Forms.Context(bars(ordinal), inherited, pseudonyms));
    }

    /** The copies of which the cuts are made here too: of the newest version, and of the newest of what this is about. */
    private Set<Long> inheritedFrom(StixObject object, long ordinal) {
        int feed = copies.copy(ordinal).receivedUnder();
        Set<Long> from = new LinkedHashSet<>(markedOfNewest(object.id(), object.createdBy(), feed, ordinal));
        StixId about = Forms.about(object);
        if (about != null) {
            Set<Creator> creators = new HashSet<>();
            for (Version version : copies.identifier(about).versions()) {
                for (long copy : copies(version, feed)) {
                    creators.add(new Creator(copies.copy(copy).createdBy()));
                }
            }
            creators.forEach(creator -> from.addAll(markedOfNewest(about, creator.id(), feed, ordinal)));
        }
        return from;
    }

    /** Who made an object, if it says so. */
    private record Creator(@Nullable StixId id) {}

    /**
     * The copies with granular markings of the newest version of that id by that creator, among our own and those of the feed that
     * the object came by: none where that is the object itself or another copy of its version.
     */
    private List<Long> markedOfNewest(StixId id, @Nullable StixId creator, int feed, long of) {
        List<Long> newest = List.of();
        String text = "";
        for (Version version : copies.identifier(id).versions()) {
            List<Long> same = new ArrayList<>();
            for (long copy : copies(version, feed)) {
                if (Objects.equals(copies.copy(copy).createdBy(), creator)) {
                    same.add(copy);
                }
            }
            if (!same.isEmpty() && (newest.isEmpty() || StixTimestamp.compare(version.text(), text) > 0)) {
                newest = same;
                text = version.text();
            }
        }
        Draft.Copy object = copies.copy(of);
        if (object.id().equals(id) && object.version().equals(text)) {
            return List.of();
        }
        return newest.stream()
                .filter(copy ->
                        !copies.facets(copies.copy(copy).number()).granular().isEmpty())
                .toList();
    }

    /** Our own copy of a version, and those that came by the feed. */
    private static List<Long> copies(Version version, int feed) {
        List<Long> all = new ArrayList<>();
        if (version.own() != Event.NONE) {
            all.add(version.own());
        }
        for (IdentifierEntry.Received one : version.received()) {
            if (feed >= 0 && one.contract() == feed) {
                all.add(one.ordinal());
            }
        }
        return all;
    }

    private Predicate<StixId> bars(long ordinal) {
        Facets facets = copies.facets(copies.copy(ordinal).number());
        return marking ->
                judges.values().stream().anyMatch(judge -> Decide.bars(judge.terms(), facets, marking, judge.kinds()));
    }
}
