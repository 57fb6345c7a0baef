package org.entente.stix.model;

import java.util.List;
import java.util.Map;
import org.entente.stix.StixId;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A marking, or a language, of parts of an object (section 7.2.3); one of the first two components is there. */
public record GranularMarking(
        @Nullable String lang, @Nullable StixId markingRef, List<String> selectors, Map<String, JsonNode> other) {
    static GranularMarking read(Members in) throws Misfit {
        List<String> selectors = in.texts("selectors");
        if (selectors.isEmpty()) {
            throw new Misfit("selectors");
        }
        return new GranularMarking(in.optionalText("lang"), in.optionalId("marking_ref"), selectors, in.rest());
    }
}
