package org.entente.exchange;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The comparison of {@link NoninterferenceOverHttpPropertyTest} can fail: each {@link Leak} is planted once and found by it. With
 * none planted the same code shows no difference, and with equal histories no leak does, so what is found is what leaked.
 */
final class PlantedLeaksTest {
    /** Of which one has to show the leak; most need one or two. */
    private static final int PAIRS = 2000;

    @Test
    void eachKindOfLeakIsFound() throws ReflectiveOperationException {
        long seed = History.seed();
        Path folder = Theorem.scratch();
        Diverted loader = new Diverted();
        Constructor<?> hunt = loader.loadClass(Hunt.class.getName()).getConstructor(Path.class);
        Method find = hunt.getDeclaringClass().getMethod("find", String.class, long.class, int.class);
        StringBuilder wrong = new StringBuilder();
        try (AutoCloseable hunter = (AutoCloseable) hunt.newInstance(folder)) {
            assertEquals("", find.invoke(hunter, "", seed, 20));
            for (Leak leak : Leak.values()) {
                String found = (String) find.invoke(hunter, leak.name(), seed, PAIRS);
                if (!found.matches("[0-9]+")) {
                    wrong.append("\nseed ")
                            .append(seed)
                            .append(", ")
                            .append(leak)
                            .append(": ");
                    wrong.append(found.isEmpty() ? "not found. " + leak.sentence() : found);
                }
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            Node.delete(folder);
        }
        assertTrue(wrong.isEmpty(), wrong.toString());
        assertEquals(Set.of(), loader.unused());
    }
}
