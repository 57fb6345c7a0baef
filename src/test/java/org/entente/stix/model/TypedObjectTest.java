package org.entente.stix.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.entente.stix.Examples;
import org.entente.stix.StixId;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.JsonNodeFactory;

/** Objects of every type come out as the record of their type. */
class TypedObjectTest {
    private static final String ID = "identity--f431f809-377b-45e0-aa1c-6a4751cae5ff";
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    @Test
    void everyTypeHasARecord() {
        Set<Class<?>> records = Stream.of(
                        DomainObject.class, RelationshipObject.class, CyberObservable.class, MetaObject.class)
                .flatMap(family -> Stream.of(family.getPermittedSubclasses()))
                .collect(Collectors.toSet());
        assertEquals(42, records.size());
        Set<Class<?>> read = Examples.lines().stream()
                .map(TypedObjectTest::of)
                .map(Object::getClass)
                .filter(type -> type != OtherObject.class)
                .collect(Collectors.toSet());
        assertEquals(records, read);
    }

    @Test
    void everyExtensionOfTheStandardHasARecord() {
        Set<Class<?>> read = Examples.lines().stream()
                .flatMap(line -> of(line).common().extensions().values().stream())
                .map(Object::getClass)
                .collect(Collectors.toSet());
        assertEquals(Set.of(Extension.class.getPermittedSubclasses()), read);
    }

    @Test
    void valuesKeepHowTheyWereWritten() {
        var location = assertInstanceOf(
                DomainObject.Location.class,
                of("{'type':'location','id':'location--f431f809-377b-45e0-aa1c-6a4751cae5ff','latitude':35.7870,"
                        + "'created':'2026-03-01T08:00:00.1230Z'}"));
        assertEquals(new BigDecimal("35.7870"), location.latitude());
        assertEquals(
                new Timestamp("2026-03-01T08:00:00.1230Z"), location.common().created());
        assertEquals(
                Instant.parse("2026-03-01T08:00:00.123Z"),
                Objects.requireNonNull(location.common().created()).instant());
        assertNull(location.region());
        assertEquals(List.of(), location.common().labels());
    }

    @Test
    void whatTheStandardDoesNotDefineStays() {
        TypedObject identity = of("{'type':'identity','id':'" + ID + "','name':'A','x_rank':5,'created_by_ref':'" + ID
                + "','external_references':[{'source_name':'s','x_note':'n'}],"
                + "'extensions':{'archive-ext':{'comment':'c'}}}");
        assertEquals(
                "A", assertInstanceOf(DomainObject.Identity.class, identity).name());
        assertEquals(new StixId(ID), identity.common().createdByRef());
        assertEquals(Map.of("x_rank", JSON.numberNode(5)), identity.common().other());
        assertEquals(
                Map.of("x_note", JSON.stringNode("n")),
                identity.common().externalReferences().getFirst().other());
        assertEquals(
                Map.of("archive-ext", new Extension.Other(null, Map.of("comment", JSON.stringNode("c")))),
                identity.common().extensions());
    }

    @Test
    void whatDoesNotFitStaysAsJson() {
        TypedObject misfit = of("{'type':'identity','id':'" + ID + "','sectors':['a',1],'name':'A','roles':[]}");
        assertEquals(
                List.of(), assertInstanceOf(DomainObject.Identity.class, misfit).sectors());
        assertEquals(Set.of("sectors", "roles"), misfit.common().other().keySet());
        TypedObject nameless = of("{'type':'identity','id':'" + ID + "','roles':['a']}");
        assertEquals(
                Set.of("roles"),
                assertInstanceOf(OtherObject.class, nameless).common().other().keySet());
    }

    @Test
    void unknownTypesAreKept() {
        TypedObject gate = of("{'type':'x-gate','id':'x-gate--f431f809-377b-45e0-aa1c-6a4751cae5ff','name':'North'}");
        assertEquals(
                Map.of("name", JSON.stringNode("North")),
                assertInstanceOf(OtherObject.class, gate).common().other());
    }

    @Test
    void whatIsNoObjectIsRefused() {
        for (String text : List.of("", "[]", "7", "{", "{}", "{'type':'identity'}", "{'id':'" + ID + "'}")) {
            assertThrows(IllegalArgumentException.class, () -> of(text), text);
        }
    }

    @Test
    void timestampsOrderByInstant() {
        Timestamp shorter = new Timestamp("2026-03-01T08:00:00Z");
        assertEquals(0, shorter.compareTo(new Timestamp("2026-03-01T08:00:00.000Z")));
        assertTrue(shorter.compareTo(new Timestamp("2026-03-01T08:00:00.001Z")) < 0);
        assertThrows(IllegalArgumentException.class, () -> new Timestamp("2026-03-01"));
    }

    private static TypedObject of(String json) {
        return TypedObject.of((json.contains("\"") ? json : json.replace('\'', '"')).getBytes(UTF_8));
    }
}
