package org.entente.cli;

import java.util.List;
import org.entente.taxii.Match;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked of a list of a TAXII server. Repeated values of one option are alternatives; all options must fit. */
final class MatchOptions {
    @Option(names = "--added-after", paramLabel = "TIME", description = "only what was added there later")
    @Nullable
    String addedAfter;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "how many a page should hold (default: 1000); all pages are read in any case")
    @Nullable
    Integer limit;

    @Option(names = "--id", paramLabel = "ID", description = "match[id]; may be repeated")
    @Nullable
    List<String> ids;

    @Option(names = "--type", paramLabel = "TYPE", description = "match[type]; may be repeated")
    @Nullable
    List<String> types;

    @Option(
            names = "--version",
            paramLabel = "VERSION",
            description = "match[version]: last, first, all or a time; may be repeated")
    @Nullable
    List<String> versions;

    @Option(names = "--spec-version", paramLabel = "VERSION", description = "match[spec_version]; may be repeated")
    @Nullable
    List<String> specVersions;

    Match match() {
        return new Match(
                addedAfter == null ? "" : addedAfter,
                limit == null ? Match.LIMIT : limit,
                given(ids),
                given(types),
                given(versions),
                given(specVersions));
    }

    private static List<String> given(@Nullable List<String> values) {
        return values == null ? List.of() : values;
    }
}
