package org.entente.intake;

import org.jspecify.annotations.Nullable;

/**
 * One thing that a conversion did not take over as it was. It repeats nothing of the content.
 *
 * @param loss what happened, with a fixed sentence
 * @param path where, as a JSON path from the top of the source document such as {@code $.objects[3].labels}; for CSV
 *     {@code row 7, column pattern}
 * @param because the rule that decided, where there is one: a rule of the reader such as {@code stix.created}, or the
 *     name of a pattern's fault; else null
 */
public record Remark(Loss loss, String path, @Nullable String because) {
    static Remark of(Loss loss, String path) {
        return new Remark(loss, path, null);
    }
}
