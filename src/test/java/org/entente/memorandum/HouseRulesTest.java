package org.entente.memorandum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.entente.stix.CanonicalJson;
import org.entente.stix.Tlp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HouseRulesTest {
    private static final String DOCUMENT = "{'entente':'house-rules/1','defaults':{'tlp':'amber'},"
            + "'rules':[{'id':'H1','text':'No malware.','require':{'not':{'type':{'eq':'malware'}}}}]}";

    @Test
    void readsAndWritesTheSameDocument() {
        HouseRules rules = Samples.houseRules(DOCUMENT);
        assertEquals(Tlp.AMBER, rules.defaultTlp());
        assertEquals("H1", rules.rules().getFirst().id());
        assertArrayEquals(CanonicalJson.of(Samples.bytes(Samples.json(DOCUMENT))), rules.canonical());
    }

    @Test
    void noRulesForbidNothing() {
        HouseRules none = Samples.houseRules("{'entente':'house-rules/1','rules':[]}");
        assertEquals(HouseRules.NONE, none);
        assertNull(none.defaultTlp());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{'entente':'memorandum/1','rules':[]} | unknown-format | $.entente",
                "{'rules':[]} | missing-property | $.entente",
                "{'entente':'house-rules/1'} | missing-property | $.rules",
                "{'entente':'house-rules/1','rules':[],'defaults':{}} | missing-property | $.defaults.tlp",
                "{'entente':'house-rules/1','rules':[],'note':1} | unknown-property | $.note",
                "{'entente':'house-rules/1','rules':[{'id':'H1','text':'x'}]} | missing-property | $.rules[0].require",
                "{'entente':'house-rules/1','rules':[{'id':'H1','text':'x','require':{'all':[]}}]} | empty-list | $.rules[0].require.all",
                "{'entente':'house-rules/1','rules':[{'id':'H1','text':'x','require':{'tlp':{'lteq':'pink'}}}]} | unknown-tlp | $.rules[0].require.tlp.lteq"
            })
    void refusesWithRuleAndPath(String document, String rule, String path) {
        switch (HouseRules.read(Samples.bytes(Samples.json(document)))) {
            case Reading.Accepted<HouseRules> _ -> throw new AssertionError("The document was accepted.");
            case Reading.Refused<HouseRules>(var faults) -> {
                assertEquals(rule, faults.getFirst().rule());
                assertEquals(path, faults.getFirst().path());
            }
        }
    }
}
