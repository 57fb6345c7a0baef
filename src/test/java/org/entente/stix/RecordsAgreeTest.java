package org.entente.stix;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.entente.stix.model.Common;
import org.entente.stix.model.CyberObservable;
import org.entente.stix.model.DomainObject;
import org.entente.stix.model.Extension;
import org.entente.stix.model.ExternalReference;
import org.entente.stix.model.GranularMarking;
import org.entente.stix.model.KillChainPhase;
import org.entente.stix.model.Marking;
import org.entente.stix.model.MetaObject;
import org.entente.stix.model.RelationshipObject;
import org.entente.stix.model.Retold;
import org.entente.stix.model.Timestamp;
import org.entente.stix.model.TypedObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The records of {@code stix.model} have the properties of the table that the reader checks by, in order, of fitting types. */
class RecordsAgreeTest {
    /** A slip in the text of errata 01 for window_title: where it is written, it stays as JSON. */
    private static final String SLIP = "windows_title";

    /** The records of parts, by their names in the table. */
    private static final Map<String, Class<?>> PARTS = Map.of(
            "kill-chain-phase", KillChainPhase.class,
            "external-reference", ExternalReference.class,
            "granular-marking", GranularMarking.class,
            "email-mime-part-type", CyberObservable.MimePart.class,
            "windows-registry-value-type", CyberObservable.RegistryValue.class,
            "x509-v3-extensions-type", CyberObservable.X509V3Extensions.class,
            "alternate-data-stream-type", Extension.AlternateDataStream.class,
            "windows-pe-optional-header-type", Extension.PeOptionalHeader.class,
            "windows-pe-section-type", Extension.PeSection.class);

    @Test
    void everyType() {
        Map<String, Class<?>> records = records();
        Set<String> inTable = new TreeSet<>();
        for (ObjectType type : TypeTable.TYPES) {
            inTable.add(type.name());
            agree(type.structure(), records.get(type.name()));
        }
        assertEquals(inTable, new TreeSet<>(records.keySet()));
    }

    @Test
    void everyPredefinedExtension() {
        Map<String, Class<?>> records = new HashMap<>();
        for (String line : Examples.lines()) {
            TypedObject.of(line.getBytes(StandardCharsets.UTF_8))
                    .common()
                    .extensions()
                    .forEach((key, extension) -> records.put(key, extension.getClass()));
        }
        int count = 0;
        for (ObjectType type : TypeTable.TYPES) {
            for (Structure extension : type.extensions().values()) {
                count++;
                agree(extension, records.get(extension.name()));
            }
        }
        assertEquals(Extension.class.getPermittedSubclasses().length - 1, count);
    }

    @Test
    void theCommonProperties() {
        Set<String> ofRecord = new TreeSet<>(components(Common.class).keySet());
        Set<String> ofTable = new TreeSet<>();
        for (Property property : Property.values()) {
            ofTable.add(property.text());
        }
        assertEquals(ofTable, ofRecord);
    }

    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new TreeMap<>();
        for (Class<?> family :
                List.of(DomainObject.class, RelationshipObject.class, CyberObservable.class, MetaObject.class)) {
            records.putAll(byType(family));
        }
        return records;
    }

    private static Map<String, Class<?>> byType(Class<?> family) {
        Map<String, Class<?>> byType = new HashMap<>();
        for (String line : Examples.lines()) {
            TypedObject typed = TypedObject.of(line.getBytes(StandardCharsets.UTF_8));
            if (family.isInstance(typed)) {
                byType.put(typed.common().type(), typed.getClass());
            }
        }
        return byType;
    }

    private static void agree(Structure structure, @Nullable Class<?> record) {
        if (record == null) {
            throw new AssertionError(structure.name() + " has no record");
        }
        Map<String, RecordComponent> components = components(record);
        List<String> names = new ArrayList<>();
        for (PropertySpec property : structure.properties()) {
            boolean common = property.type() instanceof ValueType.Common;
            if (!common && !property.name().equals(SLIP)) {
                names.add(property.name());
                RecordComponent component = components.get(property.name());
                assertTrue(component != null, () -> record + " lacks " + property.name());
                assertTrue(
                        fits(property.type(), component.getGenericType()),
                        () -> record + " has " + component + " for "
                                + property.type().words());
            }
        }
        assertEquals(new TreeSet<>(names), new TreeSet<>(components.keySet()), structure.name());
    }

    private static Map<String, RecordComponent> components(Class<?> record) {
        Map<String, RecordComponent> components = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            if (!Set.of("common", "other").contains(component.getName())) {
                components.put(Retold.name(component), component);
            }
        }
        return components;
    }

    private static boolean fits(ValueType type, Type java) {
        return switch (type) {
            case ValueType.Text _, ValueType.Term _, ValueType.Binary _, ValueType.Hex _ -> java == String.class;
            case ValueType.Whole _ -> java == long.class || java == Long.class;
            case ValueType.Decimal _ -> java == BigDecimal.class;
            case ValueType.Truth _ -> java == boolean.class || java == Boolean.class;
            case ValueType.Time _ -> java == Timestamp.class;
            case ValueType.Reference _ -> java == StixId.class;
            case ValueType.ListOf(ValueType item) ->
                java.getTypeName().startsWith("java.util.List<")
                        && fits(item, ((ParameterizedType) java).getActualTypeArguments()[0]);
            case ValueType.Hashes _ -> java.getTypeName().equals("java.util.Map<java.lang.String, java.lang.String>");
            case ValueType.Dictionary _, ValueType.Container _ ->
                java.getTypeName().equals("java.util.Map<java.lang.String, " + JsonNode.class.getName() + ">");
            case ValueType.Part(Structure structure) -> {
                Class<?> part = PARTS.get(structure.name());
                if (part != null) {
                    agree(structure, part);
                }
                yield java == part;
            }
            case ValueType.Anything _ -> java == Marking.class;
            case ValueType.WholeOrText _, ValueType.Common _ -> false;
        };
    }
}
