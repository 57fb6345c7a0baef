package org.entente.memorandum;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.function.Function;

/**
 * Any text, to the readers of memoranda, signed ones and house rules: it is refused with a reason, or what was read reads
 * back from its canonical form as an equal one.
 */
public final class MemorandumFuzz {
    private MemorandumFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        check(input, Memorandum::read, Memorandum::canonical);
        check(input, SignedMemorandum::read, SignedMemorandum::canonical);
        check(input, HouseRules::read, HouseRules::canonical);
    }

    static <T> void check(byte[] input, Function<byte[], Reading<T>> reader, Function<T, byte[]> writer) {
        switch (reader.apply(input)) {
            case Reading.Refused<T>(var faults) -> assertFalse(faults.isEmpty());
            case Reading.Accepted<T>(T read) -> {
                byte[] canonical = writer.apply(read);
                if (reader.apply(canonical) instanceof Reading.Accepted<T>(T again)) {
                    assertEquals(read, again);
                    assertArrayEquals(canonical, writer.apply(again));
                } else {
                    throw new AssertionError("the canonical form is refused");
                }
            }
        }
    }

    public static List<byte[]> seeds() {
        Memorandum memorandum = Samples.memorandum(Samples.full());
        return List.of(
                memorandum.canonical(),
                Samples.memorandum(Samples.rich()).canonical(),
                new SignedMemorandum(memorandum, List.of()).canonical(),
                Samples.bytes(Samples.granting("{\"not\":{\"any\":[{\"topic\":{\"isNoneOf\":[\"a\"]}}]}}")),
                Samples.bytes("{\"entente\":\"house-rules/1\",\"rules\":[{\"id\":\"H1\",\"text\":\"Some\","
                        + "\"require\":{\"type\":{\"isNoneOf\":[\"malware\"]}}}]}"));
    }
}
