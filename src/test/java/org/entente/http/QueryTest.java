package org.entente.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.entente.exchange.Failure;
import org.entente.http.Query.Parameter;
import org.junit.jupiter.api.Test;

final class QueryTest {
    @Test
    void parametersAreDecodedInOrder() {
        assertEquals(List.of(), Query.parse(null).parameters());
        assertEquals(List.of(), Query.parse("&&").parameters());
        assertEquals(
                List.of(
                        new Parameter("match[type]", "a,b"),
                        new Parameter("x", ""),
                        new Parameter("y", "=1+1 é"),
                        new Parameter("match[type]", "c")),
                Query.parse("match%5Btype%5D=a,b&x&y==1%2B1+%C3%A9&match[type]=c")
                        .parameters());
    }

    @Test
    void whatIsNotWellFormedIsRefused() {
        for (String bad : List.of("a=%", "a=%1", "a=%zz", "%=1", "a=%C3", "a=%FF", "a=%ED%A0%80", "a=%-1")) {
            assertEquals(
                    Failure.Code.INVALID,
                    assertThrows(Failure.class, () -> Query.parse(bad)).code(),
                    bad);
        }
        String many = "a=1&".repeat(Query.MAX_PARAMETERS + 1);
        assertEquals(
                Failure.Code.LIMIT,
                assertThrows(Failure.class, () -> Query.parse(many)).code());
    }
}
