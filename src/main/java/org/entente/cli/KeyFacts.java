package org.entente.cli;

import java.util.function.BiConsumer;
import org.entente.stix.model.CyberObservable;
import org.entente.stix.model.DomainObject;
import org.entente.stix.model.Extension;
import org.entente.stix.model.Marking;
import org.entente.stix.model.MetaObject;
import org.entente.stix.model.OtherObject;
import org.entente.stix.model.RelationshipObject;
import org.entente.stix.model.TypedObject;
import org.jspecify.annotations.Nullable;

/** What a person wants to know first of an object of each type: labels and values, in an order that reads well. */
final class KeyFacts {
    /** Takes one fact; null and what is empty is none. */
    interface Facts extends BiConsumer<String, @Nullable Object> {
        @Override
        void accept(String label, @Nullable Object value);
    }

    private KeyFacts() {}

    /** What the object is called, or null where it has no name. */
    static @Nullable String title(TypedObject object) {
        return switch (object) {
            case DomainObject domain -> title(domain);
            case RelationshipObject.Relationship relationship -> relationship.relationshipType();
            case RelationshipObject.Sighting _ -> null;
            case CyberObservable observable -> title(observable);
            case MetaObject.MarkingDefinition marking -> title(marking);
            case MetaObject.ExtensionDefinition extension -> extension.name();
            case MetaObject.LanguageContent _ -> null;
            case OtherObject other -> {
                var name = other.common().other().get("name");
                yield name != null && name.isString() ? name.stringValue() : null;
            }
        };
    }

    private static @Nullable String title(DomainObject object) {
        return switch (object) {
            case DomainObject.AttackPattern o -> o.name();
            case DomainObject.Campaign o -> o.name();
            case DomainObject.CourseOfAction o -> o.name();
            case DomainObject.Grouping o -> o.name();
            case DomainObject.Identity o -> o.name();
            case DomainObject.Incident o -> o.name();
            case DomainObject.Indicator o -> o.name();
            case DomainObject.Infrastructure o -> o.name();
            case DomainObject.IntrusionSet o -> o.name();
            case DomainObject.Location o -> o.name();
            case DomainObject.Malware o -> o.name();
            case DomainObject.MalwareAnalysis o -> o.product();
            case DomainObject.Note o -> o.abstractText();
            case DomainObject.ObservedData _ -> null;
            case DomainObject.Opinion o -> o.opinion();
            case DomainObject.Report o -> o.name();
            case DomainObject.ThreatActor o -> o.name();
            case DomainObject.Tool o -> o.name();
            case DomainObject.Vulnerability o -> o.name();
        };
    }

    private static @Nullable String title(CyberObservable object) {
        return switch (object) {
            case CyberObservable.Artifact o -> o.url();
            case CyberObservable.AutonomousSystem o -> "AS" + o.number();
            case CyberObservable.Directory o -> o.path();
            case CyberObservable.DomainName o -> o.value();
            case CyberObservable.EmailAddress o -> o.value();
            case CyberObservable.EmailMessage o -> o.subject();
            case CyberObservable.File o -> o.name();
            case CyberObservable.Ipv4Address o -> o.value();
            case CyberObservable.Ipv6Address o -> o.value();
            case CyberObservable.MacAddress o -> o.value();
            case CyberObservable.Mutex o -> o.name();
            case CyberObservable.NetworkTraffic o ->
                String.join(" over ", o.protocols().reversed());
            case CyberObservable.RunningProcess o -> o.commandLine();
            case CyberObservable.Software o -> o.name();
            case CyberObservable.Url o -> o.value();
            case CyberObservable.UserAccount o -> o.displayName() != null ? o.displayName() : o.accountLogin();
            case CyberObservable.WindowsRegistryKey o -> o.key();
            case CyberObservable.X509Certificate o -> o.subject();
        };
    }

    private static @Nullable String title(MetaObject.MarkingDefinition marking) {
        if (marking.name() != null) {
            return marking.name();
        }
        return switch (marking.definition()) {
            case Marking.Statement statement -> statement.statement();
            case Marking.Tlp tlp -> "TLP:" + tlp.tlp();
            case Marking.Other _ -> marking.definitionType();
            case null -> null;
        };
    }

    static void of(TypedObject object, Facts facts) {
        switch (object) {
            case DomainObject domain -> domain(domain, facts);
            case RelationshipObject relationship -> relationship(relationship, facts);
            case CyberObservable observable -> observable(observable, facts);
            case MetaObject meta -> meta(meta, facts);
            case OtherObject _ -> {}
        }
    }

    private static void domain(DomainObject object, Facts facts) {
        switch (object) {
            case DomainObject.AttackPattern o -> {
                facts.accept("description", o.description());
                facts.accept("also called", o.aliases());
                facts.accept("kill chain", o.killChainPhases());
            }
            case DomainObject.Campaign o -> {
                facts.accept("description", o.description());
                facts.accept("also called", o.aliases());
                facts.accept("objective", o.objective());
                seen(o.firstSeen(), o.lastSeen(), facts);
            }
            case DomainObject.CourseOfAction o -> facts.accept("description", o.description());
            case DomainObject.Grouping o -> {
                facts.accept("description", o.description());
                facts.accept("context", o.context());
                facts.accept("objects", o.objectRefs());
            }
            case DomainObject.Identity o -> {
                facts.accept("description", o.description());
                facts.accept("class", o.identityClass());
                facts.accept("roles", o.roles());
                facts.accept("sectors", o.sectors());
                facts.accept("contact", o.contactInformation());
            }
            case DomainObject.Incident o -> facts.accept("description", o.description());
            case DomainObject.Indicator o -> {
                facts.accept("description", o.description());
                facts.accept("indicates", o.indicatorTypes());
                facts.accept("pattern", o.pattern());
                facts.accept("language", o.patternType());
                facts.accept("valid from", o.validFrom());
                facts.accept("valid until", o.validUntil());
                facts.accept("kill chain", o.killChainPhases());
            }
            case DomainObject.Infrastructure o -> {
                facts.accept("description", o.description());
                facts.accept("kind", o.infrastructureTypes());
                facts.accept("also called", o.aliases());
                facts.accept("kill chain", o.killChainPhases());
                seen(o.firstSeen(), o.lastSeen(), facts);
            }
            case DomainObject.IntrusionSet o -> {
                facts.accept("description", o.description());
                facts.accept("also called", o.aliases());
                facts.accept("goals", o.goals());
                facts.accept("resources", o.resourceLevel());
                facts.accept("motivation", o.primaryMotivation());
                seen(o.firstSeen(), o.lastSeen(), facts);
            }
            case DomainObject.Location o -> {
                facts.accept("description", o.description());
                facts.accept("region", o.region());
                facts.accept("country", o.country());
                facts.accept("area", o.administrativeArea());
                facts.accept("city", o.city());
                facts.accept("address", o.streetAddress());
                facts.accept("latitude", o.latitude());
                facts.accept("longitude", o.longitude());
                facts.accept("within metres", o.precision());
            }
            case DomainObject.Malware o -> {
                facts.accept("description", o.description());
                facts.accept("kind", o.malwareTypes());
                facts.accept("a family", o.isFamily());
                facts.accept("also called", o.aliases());
                facts.accept("capabilities", o.capabilities());
                facts.accept("kill chain", o.killChainPhases());
                facts.accept("samples", o.sampleRefs());
                seen(o.firstSeen(), o.lastSeen(), facts);
            }
            case DomainObject.MalwareAnalysis o -> {
                facts.accept("result", o.result());
                facts.accept("result name", o.resultName());
                facts.accept("sample", o.sampleRef());
                facts.accept("ended", o.analysisEnded());
                facts.accept("captured", o.analysisScoRefs());
            }
            case DomainObject.Note o -> {
                facts.accept("content", o.content());
                facts.accept("authors", o.authors());
                facts.accept("about", o.objectRefs());
            }
            case DomainObject.ObservedData o -> {
                facts.accept("times", o.numberObserved());
                seen(o.firstObserved(), o.lastObserved(), facts);
                facts.accept("objects", o.objectRefs());
                facts.accept("contained", o.objects());
            }
            case DomainObject.Opinion o -> {
                facts.accept("explanation", o.explanation());
                facts.accept("authors", o.authors());
                facts.accept("about", o.objectRefs());
            }
            case DomainObject.Report o -> {
                facts.accept("description", o.description());
                facts.accept("kind", o.reportTypes());
                facts.accept("published", o.published());
                facts.accept("objects", o.objectRefs());
            }
            case DomainObject.ThreatActor o -> {
                facts.accept("description", o.description());
                facts.accept("kind", o.threatActorTypes());
                facts.accept("also called", o.aliases());
                facts.accept("goals", o.goals());
                facts.accept("sophistication", o.sophistication());
                facts.accept("resources", o.resourceLevel());
                facts.accept("motivation", o.primaryMotivation());
                seen(o.firstSeen(), o.lastSeen(), facts);
            }
            case DomainObject.Tool o -> {
                facts.accept("description", o.description());
                facts.accept("kind", o.toolTypes());
                facts.accept("also called", o.aliases());
                facts.accept("version", o.toolVersion());
                facts.accept("kill chain", o.killChainPhases());
            }
            case DomainObject.Vulnerability o -> facts.accept("description", o.description());
        }
    }

    private static void seen(@Nullable Object first, @Nullable Object last, Facts facts) {
        facts.accept("first seen", first);
        facts.accept("last seen", last);
    }

    private static void relationship(RelationshipObject object, Facts facts) {
        switch (object) {
            case RelationshipObject.Relationship o -> {
                facts.accept("from", o.sourceRef());
                facts.accept("to", o.targetRef());
                facts.accept("description", o.description());
                facts.accept("since", o.startTime());
                facts.accept("until", o.stopTime());
            }
            case RelationshipObject.Sighting o -> {
                facts.accept("of", o.sightingOfRef());
                facts.accept("times", o.count());
                facts.accept("by", o.whereSightedRefs());
                facts.accept("observed", o.observedDataRefs());
                facts.accept("description", o.description());
                seen(o.firstSeen(), o.lastSeen(), facts);
            }
        }
    }

    private static void observable(CyberObservable object, Facts facts) {
        switch (object) {
            case CyberObservable.Artifact o -> {
                facts.accept("media type", o.mimeType());
                facts.accept(
                        "bytes in base64",
                        o.payloadBin() == null ? null : o.payloadBin().length());
                facts.accept("encrypted by", o.encryptionAlgorithm());
                facts.accept("hashes", o.hashes());
            }
            case CyberObservable.AutonomousSystem o -> {
                facts.accept("name", o.name());
                facts.accept("registry", o.rir());
            }
            case CyberObservable.Directory o -> facts.accept("contains", o.containsRefs());
            case CyberObservable.DomainName o -> facts.accept("resolves to", o.resolvesToRefs());
            case CyberObservable.EmailAddress o -> {
                facts.accept("name", o.displayName());
                facts.accept("belongs to", o.belongsToRef());
            }
            case CyberObservable.EmailMessage o -> {
                facts.accept("sent", o.date());
                facts.accept("from", o.fromRef());
                facts.accept("to", o.toRefs());
                facts.accept("copies to", o.ccRefs());
                facts.accept("body", o.body());
                facts.accept(
                        "parts",
                        o.bodyMultipart().isEmpty() ? null : o.bodyMultipart().size());
            }
            case CyberObservable.File o -> {
                facts.accept("bytes", o.size());
                facts.accept("media type", o.mimeType());
                facts.accept("directory", o.parentDirectoryRef());
                facts.accept("contains", o.containsRefs());
                facts.accept("hashes", o.hashes());
            }
            case CyberObservable.Ipv4Address o -> {
                facts.accept("resolves to", o.resolvesToRefs());
                facts.accept("belongs to", o.belongsToRefs());
            }
            case CyberObservable.Ipv6Address o -> {
                facts.accept("resolves to", o.resolvesToRefs());
                facts.accept("belongs to", o.belongsToRefs());
            }
            case CyberObservable.MacAddress _ -> {}
            case CyberObservable.Mutex _ -> {}
            case CyberObservable.NetworkTraffic o -> {
                facts.accept("from", o.srcRef());
                facts.accept("from port", o.srcPort());
                facts.accept("to", o.dstRef());
                facts.accept("to port", o.dstPort());
                facts.accept("began", o.start());
                facts.accept("ended", o.end());
            }
            case CyberObservable.RunningProcess o -> {
                facts.accept("pid", o.pid());
                facts.accept("created", o.createdTime());
                facts.accept("directory", o.cwd());
                facts.accept("image", o.imageRef());
                facts.accept("parent", o.parentRef());
                facts.accept("connections", o.openedConnectionRefs());
            }
            case CyberObservable.Software o -> {
                facts.accept("vendor", o.vendor());
                facts.accept("version", o.version());
                facts.accept("cpe", o.cpe());
            }
            case CyberObservable.Url _ -> {}
            case CyberObservable.UserAccount o -> {
                facts.accept("kind", o.accountType());
                facts.accept("user id", o.userId());
                facts.accept("login", o.accountLogin());
                facts.accept("last login", o.accountLastLogin());
            }
            case CyberObservable.WindowsRegistryKey o -> {
                facts.accept(
                        "values",
                        o.values().stream()
                                .map(CyberObservable.RegistryValue::name)
                                .toList());
                facts.accept("modified", o.modifiedTime());
            }
            case CyberObservable.X509Certificate o -> {
                facts.accept("issuer", o.issuer());
                facts.accept("serial number", o.serialNumber());
                facts.accept("not before", o.validityNotBefore());
                facts.accept("not after", o.validityNotAfter());
                facts.accept("hashes", o.hashes());
            }
        }
    }

    private static void meta(MetaObject object, Facts facts) {
        switch (object) {
            case MetaObject.LanguageContent o -> {
                facts.accept("of", o.objectRef());
                facts.accept("version", o.objectModified());
                facts.accept("languages", o.contents().keySet());
            }
            case MetaObject.MarkingDefinition o -> {
                facts.accept("kind", o.definitionType());
                facts.accept("statement", o.definition() instanceof Marking.Statement s ? s.statement() : null);
            }
            case MetaObject.ExtensionDefinition o -> {
                facts.accept("description", o.description());
                facts.accept("version", o.version());
                facts.accept("schema", o.schema());
                facts.accept("adds", o.extensionTypes());
                facts.accept("properties", o.extensionProperties());
            }
        }
    }

    /** What an extension of an object is, in a word. */
    static String kind(Extension extension) {
        return switch (extension) {
            case Extension.Other other -> other.extensionType() == null ? "unknown" : other.extensionType();
            case Extension.Archive _,
                    Extension.Ntfs _,
                    Extension.Pdf _,
                    Extension.RasterImage _,
                    Extension.WindowsPeBinary _,
                    Extension.HttpRequest _,
                    Extension.Icmp _,
                    Extension.NetworkSocket _,
                    Extension.Tcp _,
                    Extension.WindowsProcess _,
                    Extension.WindowsService _,
                    Extension.UnixAccount _ -> "of the standard";
        };
    }
}
