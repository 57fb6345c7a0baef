package org.entente.stix;

import java.util.HashSet;
import java.util.Set;

/** The relationships that STIX 2.1 lists: those between given types (appendix B), and those between any (section 3.7). */
final class Relationships {
    /** Source, type of relationship, targets; SCO stands for all cyber-observable objects. */
    private static final String LISTED = """
            attack-pattern delivers malware
            attack-pattern targets identity location vulnerability
            attack-pattern uses malware tool
            campaign attributed-to intrusion-set threat-actor
            campaign compromises infrastructure
            campaign originates-from location
            campaign targets identity location vulnerability
            campaign uses attack-pattern infrastructure malware tool
            course-of-action investigates indicator
            course-of-action mitigates attack-pattern indicator malware tool vulnerability
            course-of-action remediates malware vulnerability
            domain-name resolves-to domain-name ipv4-addr ipv6-addr
            identity located-at location
            indicator indicates attack-pattern campaign infrastructure intrusion-set malware threat-actor tool
            indicator based-on observed-data
            infrastructure communicates-with infrastructure ipv4-addr ipv6-addr domain-name url
            infrastructure consists-of infrastructure observed-data SCO
            infrastructure controls infrastructure malware
            infrastructure delivers malware
            infrastructure has vulnerability
            infrastructure hosts tool malware
            infrastructure located-at location
            infrastructure uses infrastructure
            intrusion-set attributed-to threat-actor
            intrusion-set compromises infrastructure
            intrusion-set hosts infrastructure
            intrusion-set owns infrastructure
            intrusion-set originates-from location
            intrusion-set targets identity location vulnerability
            intrusion-set uses attack-pattern infrastructure malware tool
            ipv4-addr belongs-to autonomous-system
            ipv4-addr resolves-to mac-addr
            ipv6-addr belongs-to autonomous-system
            ipv6-addr resolves-to mac-addr
            malware authored-by threat-actor intrusion-set
            malware beacons-to infrastructure
            malware exfiltrates-to infrastructure
            malware communicates-with ipv4-addr ipv6-addr domain-name url
            malware controls malware
            malware downloads malware tool file
            malware drops malware tool file
            malware exploits vulnerability
            malware originates-from location
            malware targets identity infrastructure location vulnerability
            malware uses attack-pattern infrastructure malware tool
            malware variant-of malware
            malware-analysis characterizes malware
            malware-analysis av-analysis-of malware
            malware-analysis static-analysis-of malware
            malware-analysis dynamic-analysis-of malware
            threat-actor attributed-to identity
            threat-actor compromises infrastructure
            threat-actor hosts infrastructure
            threat-actor owns infrastructure
            threat-actor impersonates identity
            threat-actor located-at location
            threat-actor targets identity location vulnerability
            threat-actor uses attack-pattern infrastructure malware tool
            tool delivers malware
            tool drops malware
            tool has vulnerability
            tool targets identity infrastructure location vulnerability
            tool uses infrastructure""";

    private static final Set<String> BETWEEN_ANY = Set.of("derived-from", "duplicate-of", "related-to");

    private static final Set<String> BETWEEN_TYPES = triples();

    private Relationships() {}

    /**
     * Whether the standard lists it. Of objects whose type the standard does not define it says nothing, so with them all
     * is allowed.
     */
    static boolean isListed(String type, StixId source, StixId target) {
        ObjectType from = TypeTable.named(source.type());
        ObjectType to = TypeTable.named(target.type());
        return from == null
                || to == null
                || BETWEEN_ANY.contains(type)
                || BETWEEN_TYPES.contains(triple(from.name(), type, to.name()))
                || (to.kind() == Kind.OBSERVABLE && BETWEEN_TYPES.contains(triple(from.name(), type, "SCO")));
    }

    private static Set<String> triples() {
        Set<String> triples = new HashSet<>();
        LISTED.lines().forEach(line -> {
            String[] words = line.split(" ", -1);
            for (int i = 2; i < words.length; i++) {
                triples.add(triple(words[0], words[1], words[i]));
            }
        });
        return Set.copyOf(triples);
    }

    private static String triple(String source, String type, String target) {
        return source + " " + type + " " + target;
    }
}
