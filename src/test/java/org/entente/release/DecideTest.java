package org.entente.release;

import static org.entente.release.Given.ACS;
import static org.entente.release.Given.BARRED;
import static org.entente.release.Given.FALSE_TLP;
import static org.entente.release.Given.OTHER;
import static org.entente.release.Given.STATEMENT;
import static org.entente.release.Given.TLP_GREEN;
import static org.entente.release.Given.TLP_RED;
import static org.entente.release.Given.UNKNOWN;
import static org.entente.release.Given.decide;
import static org.entente.release.Given.facets;
import static org.entente.release.Given.houseRules;
import static org.entente.release.Given.terms;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.entente.memorandum.HouseRules;
import org.entente.memorandum.Samples;
import org.entente.release.Check.Kind;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

class DecideTest {
    private static final String TOOLS_TO_GREEN =
            "{'all':[{'type':{'isAnyOf':['tool','identity']}},{'tlp':{'lteq':'green'}}]}";
    private static final Facets GREEN_TOOL = facets("tool", Tlp.GREEN, List.of());

    @Test
    void promise1ThatWhichIsPermittedPassesEachCheckInOrder() {
        Decision decision = decide(terms(TOOLS_TO_GREEN), GREEN_TOOL);
        assertTrue(decision.permitted());
        assertFalse(decision.barsOlderVersions());
        assertEquals(
                Arrays.stream(Kind.values()).filter(Kind::isOfClass).toList(),
                decision.checks().stream().map(Check::kind).toList());
    }

    @Test
    void rule1WhatIsNotInForcePermitsNothing() {
        Terms inForce = terms(TOOLS_TO_GREEN);
        Terms ended = new Terms(inForce.memorandum(), inForce.contract(), inForce.grant(), false, HouseRules.NONE);
        assertRefused(
                decide(ended, GREEN_TOOL),
                Kind.IN_FORCE,
                "memorandum 7c9e6679-7425-40de-944b-e07fc1f90ae7 is not in force");
        assertFalse(decide(ended, GREEN_TOOL).barsOlderVersions());
    }

    @Test
    void rule1TheGrantMustBePlainlyTrue() {
        Terms terms = terms(TOOLS_TO_GREEN);
        assertRefused(
                decide(terms, facets("malware", Tlp.GREEN, List.of())),
                Kind.GRANT,
                "grant G1: all[0] type isAnyOf [tool, identity]");
        assertRefused(
                decide(terms, facets("tool", Tlp.AMBER, List.of())), Kind.GRANT, "grant G1: all[1] tlp lteq green");
        Decision undefined = decide(terms, facets("tool", null, List.of()));
        assertRefused(undefined, Kind.GRANT, "grant G1: all[1] tlp lteq green");
        assertEquals(Truth.UNKNOWN, undefined.check(Kind.GRANT).value());
    }

    @Test
    void rule1TheMemorandumsDefaultIsForObjectsWithoutATlp() {
        var document = Given.memorandum(TOOLS_TO_GREEN);
        document.putObject("defaults").put("tlp", "green");
        Terms terms = terms(document, HouseRules.NONE);
        assertTrue(decide(terms, facets("tool", null, List.of())).permitted());
        assertTrue(decide(terms, facets("tool", null, List.of(), STATEMENT)).permitted(), "A statement is no TLP.");
        assertFalse(decide(terms, facets("tool", Tlp.AMBER, List.of())).permitted());
        assertFalse(decide(terms, facets("tool", null, List.of(), ACS)).permitted(), "A classified marking is a TLP.");
    }

    @ParameterizedTest
    @CsvSource({
        "true, " + TLP_GREEN + ", markings are all classified",
        "true, " + STATEMENT + ", markings are all classified",
        "false, " + BARRED + ", marking " + BARRED + " is classified as restrictive",
        "false, " + OTHER + ", marking " + OTHER + " is not classified",
        "false, " + FALSE_TLP + ", marking " + FALSE_TLP + " is not classified",
        "false, " + UNKNOWN + ", marking " + UNKNOWN + " is not in the store and not classified"
    })
    void rule2EachMarkingMustBeKnownToBeHarmless(boolean holds, String marking, String clause) {
        Check check = decide(terms(TOOLS_TO_GREEN), facets("tool", Tlp.CLEAR, List.of(), marking))
                .check(Kind.MARKINGS);
        assertEquals(holds, check.holds());
        assertEquals(clause, check.clause());
    }

    @Test
    void rule2TheStrictestTlpCounts() {
        Terms upToAmber = terms("{'tlp':{'lteq':'amber'}}");
        assertTrue(decide(upToAmber, facets("tool", null, List.of(), TLP_GREEN)).permitted());
        assertTrue(decide(upToAmber, facets("tool", null, List.of(), ACS)).permitted(), "ACS counts as AMBER.");
        assertTrue(decide(upToAmber, facets("tool", Tlp.GREEN, List.of(), ACS)).permitted());
        assertFalse(
                decide(upToAmber, facets("tool", Tlp.GREEN, List.of(), TLP_RED)).permitted());
        Terms upToGreen = terms("{'tlp':{'lteq':'green'}}");
        assertFalse(decide(upToGreen, facets("tool", Tlp.GREEN, List.of(), ACS)).permitted());
        assertFalse(
                decide(upToGreen, facets("tool", Tlp.RED, List.of(), TLP_GREEN)).permitted());
    }

    @Test
    void rule2DefinitionsNeedNoTypeButAllElse() {
        Terms terms = terms(TOOLS_TO_GREEN);
        assertTrue(decide(terms, facets("marking-definition", Tlp.CLEAR, List.of()))
                .permitted());
        assertTrue(decide(terms, facets("extension-definition", Tlp.GREEN, List.of()))
                .permitted());
        assertFalse(
                decide(terms, facets("marking-definition", Tlp.RED, List.of())).permitted());
        assertFalse(decide(terms, facets("marking-definition", Tlp.CLEAR, List.of(), OTHER))
                .permitted());
        assertFalse(
                decide(terms, facets("language-content", Tlp.CLEAR, List.of())).permitted());
        Facets definition = facets("marking-definition", Tlp.CLEAR, List.of());
        Facets received = new Facets(
                definition.type(),
                definition.tlp(),
                definition.topics(),
                null,
                definition.markings(),
                new Source.Received("did:web:c.example", new UUID(1, 2)));
        assertFalse(decide(terms, received).permitted());
        Terms onlyTools = terms(Given.memorandum(TOOLS_TO_GREEN), houseRules("{'type':{'eq':'tool'}}"));
        assertRefused(decide(onlyTools, definition), Kind.HOUSE_RULES, "house rule H1: type eq tool");
    }

    @Test
    void rule3TermsThatAskForConsentAreMetByTheGiversLastWord() {
        var fromC = new Source.Received("did:web:c.example", new UUID(1, 2), Source.Passing.WITH_CONSENT);
        Facets one = new Facets("tool", Tlp.CLEAR, GREEN_TOOL.topics(), null, GREEN_TOOL.markings(), fromC);
        Terms terms = terms(TOOLS_TO_GREEN);
        assertTrue(decide(terms, one).permitted(), "consent is asked for of single copies");
        String under = "received from did:web:c.example under 00000000-0000-0001-0000-000000000002, "
                + "which allows passing on with consent";
        Check none = Decide.receivedUnder(terms, fromC, new Decide.Consent.None());
        assertFalse(none.holds());
        assertFalse(none.barsOlder(), "it is waited for");
        assertEquals(under + "; none was given", none.clause());
        Check given = Decide.receivedUnder(terms, fromC, new Decide.Consent.Given("it was given"));
        assertTrue(given.holds());
        assertEquals(under + "; it was given", given.clause());
        assertFalse(Decide.receivedUnder(terms, fromC, new Decide.Consent.Refused("it was withdrawn"))
                .holds());
        var document = Given.memorandum(TOOLS_TO_GREEN);
        ((ObjectNode) document.get("grants").get(0)).putObject("duties").put("onward", "allowed");
        Terms lax = terms(document, HouseRules.NONE);
        assertRefused(decide(lax, one), Kind.RECEIVED_UNDER, under + "; this grant lets it go on without");
        assertFalse(Decide.receivedUnder(lax, fromC, new Decide.Consent.Given("it was given"))
                .holds());
        // Where the terms ask for none, none changes anything.
        var forbidden = new Source.Received("did:web:c.example", new UUID(1, 2));
        assertFalse(Decide.receivedUnder(terms, forbidden, new Decide.Consent.Given("it was given"))
                .holds());
        var fromB = new Source.Received(Samples.B, new UUID(1, 2), Source.Passing.WITH_CONSENT);
        assertFalse(Decide.receivedUnder(terms, fromB, new Decide.Consent.Given("it was given"))
                .holds());
    }

    @Test
    void rule3ReceivedCopiesPermitNothing() {
        var fromC = new Source.Received("did:web:c.example", new UUID(1, 2));
        var fromB = new Source.Received(Samples.B, new UUID(1, 2));
        Facets one = new Facets("tool", Tlp.CLEAR, GREEN_TOOL.topics(), null, GREEN_TOOL.markings(), fromC);
        Facets back = new Facets("tool", Tlp.CLEAR, GREEN_TOOL.topics(), null, GREEN_TOOL.markings(), fromB);
        assertRefused(
                decide(terms(TOOLS_TO_GREEN), one),
                Kind.RECEIVED_UNDER,
                "received from did:web:c.example under 00000000-0000-0001-0000-000000000002, which allows no passing on");
        assertRefused(
                decide(terms(TOOLS_TO_GREEN), back), Kind.RECEIVED_UNDER, "received from did:web:b.example itself");
        assertTrue(decide(terms(TOOLS_TO_GREEN), back).barsOlderVersions());
    }

    @Test
    void rule1HouseRulesMustBePlainlySatisfied() {
        HouseRules rules = houseRules("{'tlp':{'lteq':'green'}}", "{'topic':{'isNoneOf':['secret']}}");
        Terms terms = terms(Given.memorandum("{'type':{'eq':'tool'}}"), rules);
        assertTrue(decide(terms, facets("tool", Tlp.GREEN, List.of("open"))).permitted());
        assertRefused(
                decide(terms, facets("tool", Tlp.GREEN, List.of("open", "secret"))),
                Kind.HOUSE_RULES,
                "house rule H2: topic isNoneOf [secret]");
        assertRefused(
                decide(terms, facets("tool", Tlp.GREEN, List.of())),
                Kind.HOUSE_RULES,
                "house rule H2: topic isNoneOf [secret]");
        assertRefused(
                decide(terms, facets("tool", Tlp.RED, List.of("secret"))),
                Kind.HOUSE_RULES,
                "house rule H1: tlp lteq green");
    }

    @Test
    void rule1HouseRulesHaveTheirOwnDefault() {
        var document = Given.memorandum("{'tlp':{'lteq':'green'}}");
        document.putObject("defaults").put("tlp", "green");
        Facets unmarked = facets("tool", null, List.of());
        assertFalse(decide(terms(document, houseRules("{'tlp':{'lteq':'green'}}")), unmarked)
                .permitted());
        HouseRules amber = Samples.houseRules("{'entente':'house-rules/1','defaults':{'tlp':'amber'},'rules':["
                + "{'id':'H1','text':'x','require':{'tlp':{'lteq':'amber'}}}]}");
        assertTrue(decide(terms(document, amber), unmarked).permitted());
    }

    @Test
    void rule6WhichRefusalsBarOlderVersions() {
        Terms terms = terms(
                Given.memorandum(
                        "{'all':[{'type':{'eq':'tool'}},{'tlp':{'lteq':'green'}},{'topic':{'isAnyOf':['a']}}]}"),
                houseRules("{'topic':{'isNoneOf':['secret']}}"));
        assertFalse(bars(terms, facets("tool", Tlp.GREEN, List.of("b"))), "Another topic bars nothing.");
        assertTrue(bars(terms, facets("tool", Tlp.AMBER, List.of("a"))), "A TLP limit of the grant bars.");
        assertTrue(bars(terms, facets("tool", Tlp.AMBER, List.of("b"))), "It bars whatever else fails.");
        assertTrue(bars(terms, facets("tool", null, List.of("a"))), "So does a TLP that went missing.");
        assertTrue(bars(terms, facets("tool", Tlp.GREEN, List.of("a"), OTHER)), "A marking bars.");
        assertTrue(bars(terms, facets("tool", Tlp.GREEN, List.of("a", "secret"))), "A house rule bars.");
    }

    @Test
    void termsOfAnotherContractAreAMistake() {
        Terms one = terms(TOOLS_TO_GREEN);
        var document = Samples.full();
        document.put("id", "urn:uuid:00000000-0000-4000-8000-000000000001");
        var other = Samples.memorandum(document);
        assertThrows(IllegalArgumentException.class, () -> Terms.of(other, one.contract(), true, HouseRules.NONE));
    }

    private static boolean bars(Terms terms, Facets facets) {
        Decision decision = decide(terms, facets);
        assertFalse(decision.permitted());
        return decision.barsOlderVersions();
    }

    private static void assertRefused(Decision decision, Kind kind, String clause) {
        assertFalse(decision.permitted());
        Check deciding = Objects.requireNonNull(decision.decidedBy());
        assertEquals(kind, deciding.kind());
        assertEquals(clause, deciding.clause());
    }
}
