package org.entente.memorandum;

import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places that a term on the region can name, and which lies in which: regions of the open vocabulary {@code region-ov}
 * (STIX 2.1 section 10.21), countries by their ISO 3166-1 alpha-2 code, and their parts by ISO 3166-2 code. Which country
 * lies in which region is as the United Nations' M49 has it; codes of ISO 3166-1 that M49 lacks lie where they do on a map.
 *
 * <p>Codes of parts are known by their form and the country that they begin with; no list of them is kept.
 */
public final class Places {
    private static final Pattern PART = Pattern.compile("[A-Z]{2}-[A-Z0-9]{1,3}");

    private static final int COUNTRY_LENGTH = 2;

    /** Each region within another, and the other. */
    private static final Map<String, String> REGIONS = Map.ofEntries(
            Map.entry("eastern-africa", "africa"),
            Map.entry("middle-africa", "africa"),
            Map.entry("northern-africa", "africa"),
            Map.entry("southern-africa", "africa"),
            Map.entry("western-africa", "africa"),
            Map.entry("latin-america-caribbean", "americas"),
            Map.entry("caribbean", "latin-america-caribbean"),
            Map.entry("central-america", "latin-america-caribbean"),
            Map.entry("south-america", "latin-america-caribbean"),
            Map.entry("northern-america", "americas"),
            Map.entry("central-asia", "asia"),
            Map.entry("eastern-asia", "asia"),
            Map.entry("southern-asia", "asia"),
            Map.entry("south-eastern-asia", "asia"),
            Map.entry("western-asia", "asia"),
            Map.entry("eastern-europe", "europe"),
            Map.entry("northern-europe", "europe"),
            Map.entry("southern-europe", "europe"),
            Map.entry("western-europe", "europe"),
            Map.entry("australia-new-zealand", "oceania"),
            Map.entry("melanesia", "oceania"),
            Map.entry("micronesia", "oceania"),
            Map.entry("polynesia", "oceania"));

    private static final Set<String> TOPS = Set.of("africa", "americas", "asia", "europe", "oceania", "antarctica");

    private static final Map<String, String> COUNTRIES = countries();

    private Places() {}

    /** The region of each country. */
    private static Map<String, String> countries() {
        Map<String, String> countries = new HashMap<>();
        lie(countries, "eastern-africa", "BI DJ ER ET IO KE KM MG MU MW MZ RE RW SC SO SS TF TZ UG YT ZM ZW");
        lie(countries, "middle-africa", "AO CD CF CG CM GA GQ ST TD");
        lie(countries, "northern-africa", "DZ EG EH LY MA SD TN");
        lie(countries, "southern-africa", "BW LS NA SZ ZA");
        lie(countries, "western-africa", "BF BJ CI CV GH GM GN GW LR ML MR NE NG SH SL SN TG");
        lie(
                countries,
                "caribbean",
                "AG AI AW BB BL BQ BS CU CW DM DO GD GP HT JM KN KY LC MF MQ MS PR SX TC TT VC VG VI");
        lie(countries, "central-america", "BZ CR GT HN MX NI PA SV");
        lie(countries, "south-america", "AR BO BR BV CL CO EC FK GF GS GY PE PY SR UY VE");
        lie(countries, "northern-america", "BM CA GL PM US");
        lie(countries, "central-asia", "KG KZ TJ TM UZ");
        lie(countries, "eastern-asia", "CN HK JP KP KR MN MO TW");
        lie(countries, "southern-asia", "AF BD BT IN IR LK MV NP PK");
        lie(countries, "south-eastern-asia", "BN ID KH LA MM MY PH SG TH TL VN");
        lie(countries, "western-asia", "AE AM AZ BH CY GE IL IQ JO KW LB OM PS QA SA SY TR YE");
        lie(countries, "eastern-europe", "BG BY CZ HU MD PL RO RU SK UA");
        lie(countries, "northern-europe", "AX DK EE FI FO GB GG IE IM IS JE LT LV NO SE SJ");
        lie(countries, "southern-europe", "AD AL BA ES GI GR HR IT ME MK MT PT RS SI SM VA");
        lie(countries, "western-europe", "AT BE CH DE FR LI LU MC NL");
        lie(countries, "antarctica", "AQ");
        lie(countries, "australia-new-zealand", "AU CC CX HM NF NZ");
        lie(countries, "melanesia", "FJ NC PG SB VU");
        lie(countries, "micronesia", "FM GU KI MH MP NR PW UM");
        lie(countries, "polynesia", "AS CK NU PF PN TK TO TV WF WS");
        return Map.copyOf(countries);
    }

    private static void lie(Map<String, String> countries, String region, String codes) {
        for (String code : codes.split(" ", -1)) {
            countries.put(code, region);
        }
    }

    /** All known places but the parts of countries. */
    public static Set<String> all() {
        Set<String> all = new TreeSet<>(TOPS);
        all.addAll(REGIONS.keySet());
        all.addAll(COUNTRIES.keySet());
        return all;
    }

    /** Whether this is the one spelling of a known place. */
    public static boolean isKnown(String place) {
        return place.length() == COUNTRY_LENGTH
                ? COUNTRIES.containsKey(place)
                : TOPS.contains(place) || REGIONS.containsKey(place) || isPart(place);
    }

    private static boolean isPart(String place) {
        return PART.matcher(place).matches() && COUNTRIES.containsKey(place.substring(0, COUNTRY_LENGTH));
    }

    /**
     * The spelling of the place that an object names, which may write codes in small letters; the text as it is where it
     * names no known place.
     */
    public static String spelling(String said) {
        String upper = said.strip().toUpperCase(Locale.ROOT);
        String lower = said.strip().toLowerCase(Locale.ROOT);
        return isKnown(upper) ? upper : isKnown(lower) ? lower : said;
    }

    /** The known place and all that it lies in, from the narrowest to the widest. */
    public static SequencedSet<String> around(String known) {
        var around = new LinkedHashSet<String>();
        for (String place = known; place != null; place = above(place)) {
            around.add(place);
        }
        return Collections.unmodifiableSequencedSet(around);
    }

    private static @Nullable String above(String place) {
        if (isPart(place)) {
            return place.substring(0, COUNTRY_LENGTH);
        }
        String region = COUNTRIES.get(place);
        return region != null ? region : REGIONS.get(place);
    }
}
