package org.entente.release;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.entente.memorandum.Duties;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.LeftOperand;
import org.entente.memorandum.MarkingClass;
import org.entente.memorandum.MarkingClass.AsPap;
import org.entente.memorandum.MarkingClass.AsTlp;
import org.entente.memorandum.MarkingClass.NonRestrictive;
import org.entente.memorandum.MarkingClass.Restrictive;
import org.entente.memorandum.Memorandum;
import org.entente.release.Check.Kind;
import org.entente.release.Evaluation.Subject;
import org.entente.stix.MarkingKind;
import org.entente.stix.Pap;
import org.entente.stix.StixId;
import org.entente.stix.Tlp;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a copy of an object passes a contract by itself (release.md, rule 1). A pure function of the terms,
 * the facets and the kinds of the markings; closure, versions and suspension come after it.
 *
 * <p>All checks are made, also after one has failed, so that an explanation is complete and rule 6 sees each of them.
 */
public final class Decide {
    private Decide() {}

    /** The decision for all objects with these facets. */
    public static Decision decide(Terms terms, Facets facets, MarkingKinds kinds) {
        Levels marked = Levels.of(terms.memorandum(), facets);
        return new Decision(List.of(
                inForce(terms),
                grant(terms, facets, marked),
                markings(terms.memorandum(), facets, kinds),
                receivedUnder(terms, facets.source()),
                houseRules(terms, facets, marked)));
    }

    /**
     * Whether a marking definition with these facets may tell what it means: it is permitted without asking what other
     * definitions mean. So no answer depends on which definition was asked about first, however they mark one another.
     */
    public static boolean permitsByItself(Terms terms, Facets facets) {
        return decide(terms, facets, _ -> null).permitted();
    }

    /**
     * Whether a granular marking would bar an object with these facets if it covered the whole: some check that holds without it
     * fails with it. What the object is refused for anyway tells nothing of the marking.
     */
    public static boolean bars(Terms terms, Facets facets, StixId marking, MarkingKinds kinds) {
        Facets whole = facets.ofWhole();
        Decision without = decide(terms, whole, kinds);
        Decision with = decide(terms, whole.and(marking), kinds);
        return without.checks().stream()
                .anyMatch(check -> check.holds() && !with.check(check.kind()).holds());
    }

    private static Check inForce(Terms terms) {
        String clause =
                "memorandum " + terms.memorandum().id() + (terms.inForce() ? " is in force" : " is not in force");
        return new Check(Kind.IN_FORCE, Truth.of(terms.inForce()), clause, List.of(), false);
    }

    /**
     * The grant's constraint must be plainly true. Marking and extension definitions need no type (rule 2): terms on
     * what an object is about ({@link LeftOperand#isOfContent}) count as met for them, and all other terms apply. The
     * memorandum's default TLP applies where neither a marking, a tag nor a classified marking gives one.
     *
     * <p>Rule 6: a failure withdraws older versions if a term on the TLP or the PAP had a part in it, be it that the level
     * is too strict or that it is absent.
     */
    private static Check grant(Terms terms, Facets facets, Levels marked) {
        Subject subject = subject(terms, facets, marked, !facets.isDefinition());
        Evaluation evaluation = Evaluation.of(terms.grant().constraint(), subject);
        boolean levelLimit = evaluation.deciding().stream()
                .anyMatch(clause -> clause.left() == LeftOperand.TLP || clause.left() == LeftOperand.PAP);
        String grant = "grant " + terms.grant().id();
        String clause = evaluation.value() == Truth.TRUE ? grant : name(grant, evaluation.deciding());
        return new Check(Kind.GRANT, evaluation.value(), clause, evaluation.deciding(), levelLimit);
    }

    /** The object as the memorandum reads it, with terms on its content taken at their word. */
    static Subject subject(Terms terms, Facets facets) {
        return subject(terms, facets, Levels.of(terms.memorandum(), facets), true);
    }

    private static Subject subject(Terms terms, Facets facets, Levels marked, boolean contentMatters) {
        Memorandum memorandum = terms.memorandum();
        return new Subject(
                facets,
                marked.tlpOr(memorandum.defaultTlp()),
                contentMatters,
                marked.pap(),
                memorandum.topics().withWider(facets.topics()),
                terms.start());
    }

    /** Each marking must be known not to stand in the way (rule 2). */
    private static Check markings(Memorandum memorandum, Facets facets, MarkingKinds kinds) {
        for (StixId marking : facets.markings()) {
            String bar = bar(memorandum, marking, kinds);
            if (bar != null) {
                return new Check(Kind.MARKINGS, Truth.FALSE, "marking " + marking.value() + " " + bar, List.of(), true);
            }
        }
        String clause = facets.markings().isEmpty() ? "no markings" : "markings are all classified";
        return new Check(Kind.MARKINGS, Truth.TRUE, clause, List.of(), true);
    }

    /**
     * Why the marking stands in the way, or null if it does not. The predefined TLP definitions never do; what they say
     * is a matter of the constraints. The memorandum's word comes first for all others. Without it only statements
     * pass: a definition that claims to be of TLP under an id that is not predefined is as unknown as any other.
     */
    private static @Nullable String bar(Memorandum memorandum, StixId marking, MarkingKinds kinds) {
        if (Tlp.isPredefined(marking)) {
            return null;
        }
        MarkingClass agreed = memorandum.markings().get(marking);
        if (agreed != null) {
            return switch (agreed) {
                case NonRestrictive() -> null;
                case AsTlp _, AsPap _ -> null;
                case Restrictive() -> "is classified as restrictive";
            };
        }
        MarkingKind kind = kinds.of(marking);
        if (kind == null) {
            return "is not in the store and not classified";
        }
        return switch (kind) {
            case STATEMENT -> null;
            case TLP, OTHER -> "is not classified";
        };
    }

    /**
     * The terms under which a received copy came must allow passing it on, and never to where it came from (rule 3). What was
     * here before permits nothing (rule 20). Where they ask for consent, this is what the class of the copy has to pass;
     * {@link #receivedUnder(Terms, Source, Consent)} asks of the single copy whether consent is there.
     */
    private static Check receivedUnder(Terms terms, Source source) {
        return switch (source) {
            case Source.Own() -> new Check(Kind.RECEIVED_UNDER, Truth.TRUE, "own copy", List.of(), true);
            case Source.Received(var organisation, var contract, var passing) -> {
                boolean back = organisation.equals(terms.contract().receiver());
                boolean onAndOn = terms.grant().duties().passingOn() == Duties.Onward.ALLOWED;
                String under = "received from " + organisation + " under " + contract;
                String clause = back
                        ? "received from " + organisation + " itself"
                        : switch (passing) {
                            case FORBIDDEN -> under + ", which allows no passing on";
                            case WITH_CONSENT ->
                                under + ", which allows passing on with consent"
                                        + (onAndOn ? "; this grant lets it go on without" : "");
                            case ALLOWED -> under + ", which allows passing on";
                            case RETURNED -> under + ", and it was here before";
                        };
                boolean passes = !back
                        && switch (passing) {
                            case FORBIDDEN, RETURNED -> false;
                            // A consent names one organisation, and none that this one would choose.
                            case WITH_CONSENT -> !onAndOn;
                            case ALLOWED -> true;
                        };
                yield new Check(Kind.RECEIVED_UNDER, Truth.of(passes), clause, List.of(), true);
            }
        };
    }

    /** What a giver said last of passing a copy on to the receiver of a contract. */
    public sealed interface Consent {
        /** Nothing. */
        record None() implements Consent {}

        /** That the copy may go, as these words say: who gave it, and when. */
        record Given(String words) implements Consent {}

        /** Something that is no consent to these bytes, as these words say. */
        record Refused(String words) implements Consent {}
    }

    /** Whether the terms under which a copy came let it go only with its giver's consent. */
    public static boolean asksForConsent(Source source) {
        return source instanceof Source.Received(var _, var _, var passing) && passing == Source.Passing.WITH_CONSENT;
    }

    /**
     * The check of the terms under which a single copy came, with what its giver said of it. A consent that is missing is waited
     * for: it withdraws no older version (rule 6), as no approval does that is missing.
     */
    public static Check receivedUnder(Terms terms, Source source, Consent consent) {
        Check ofClass = receivedUnder(terms, source);
        if (!ofClass.holds() || !asksForConsent(source)) {
            return ofClass;
        }
        String words = switch (consent) {
            case Consent.None() -> "none was given";
            case Consent.Given(var said) -> said;
            case Consent.Refused(var said) -> said;
        };
        Truth value = Truth.of(consent instanceof Consent.Given);
        return new Check(Kind.RECEIVED_UNDER, value, ofClass.clause() + "; " + words, List.of(), false);
    }

    /**
     * Every house rule must be plainly true (rule 1), with their own default TLP and topics and not the memorandum's. All
     * their terms apply to marking and extension definitions too: rule 2 frees these of the grant's type only.
     */
    private static Check houseRules(Terms terms, Facets facets, Levels marked) {
        HouseRules houseRules = terms.houseRules();
        Subject subject = new Subject(
                facets,
                marked.tlpOr(houseRules.defaultTlp()),
                true,
                marked.pap(),
                houseRules.topics().withWider(facets.topics()),
                terms.start());
        Truth value = Truth.TRUE;
        String failed = null;
        List<Clause> deciding = new ArrayList<>();
        for (HouseRules.Rule rule : houseRules.rules()) {
            Evaluation evaluation = Evaluation.of(rule.require(), subject);
            value = value.and(evaluation.value());
            if (evaluation.value() != Truth.TRUE) {
                failed = failed != null ? failed : name("house rule " + rule.id(), evaluation.deciding());
                deciding.addAll(evaluation.deciding());
            }
        }
        String holding = houseRules.rules().isEmpty() ? "no house rules" : "house rules all hold";
        return new Check(Kind.HOUSE_RULES, value, failed != null ? failed : holding, deciding, true);
    }

    /**
     * The levels of an object without any default: the strictest of what its facets say and of what its classified markings
     * count as (rule 2).
     */
    private record Levels(@Nullable Tlp tlp, @Nullable Pap pap) {
        static Levels of(Memorandum memorandum, Facets facets) {
            Tlp tlp = facets.tlp();
            Pap pap = facets.pap();
            for (StixId marking : facets.markings()) {
                MarkingClass agreed = memorandum.markings().get(marking);
                tlp = agreed instanceof AsTlp(var level) ? Tlp.strictest(tlp, level) : tlp;
                pap = agreed instanceof AsPap(var level) ? Pap.strictest(pap, level) : pap;
            }
            return new Levels(tlp, pap);
        }

        @Nullable
        Tlp tlpOr(@Nullable Tlp byDefault) {
            return tlp != null ? tlp : byDefault;
        }
    }

    /** The document and what in it decided: the first member of an {@code all} that fails, each of an {@code any}. */
    private static String name(String document, List<Clause> deciding) {
        if (deciding.isEmpty()) {
            return document;
        }
        String first = member(deciding.getFirst());
        StringJoiner named = new StringJoiner("; ", document + ": ", "");
        for (Clause clause : deciding) {
            if (member(clause).equals(first)) {
                named.add(clause.located());
            }
        }
        return named.toString();
    }

    /** {@code all[1]} of {@code all[1].not}; but {@code any} of {@code any[0]}, whose members fail together. */
    private static String member(Clause clause) {
        String path = clause.path();
        int end = path.startsWith("all") ? path.indexOf(']') : path.indexOf('[');
        return end < 0 ? path : path.substring(0, end);
    }
}
