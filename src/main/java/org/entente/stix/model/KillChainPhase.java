package org.entente.stix.model;

import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A phase of a kill chain (section 2.11). */
public record KillChainPhase(String killChainName, String phaseName, Map<String, JsonNode> other) {
    static KillChainPhase read(Members in) throws Misfit {
        return new KillChainPhase(in.text("kill_chain_name"), in.text("phase_name"), in.rest());
    }
}
