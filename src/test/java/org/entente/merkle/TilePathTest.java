package org.entente.merkle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TilePathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 256, 000",
        "1, 256, 001",
        "999, 256, 999",
        "1000, 256, x001/000",
        "1234067, 256, x001/x234/067",
        "1234067, 12, x001/x234/067.p/12",
        "0, 1, 000.p/1",
        "272, 255, 272.p/255",
        "36028797018963967, 256, x036/x028/x797/x018/x963/967",
    })
    void oneSpellingEach(long index, int width, String text) {
        var path = new TilePath(index, width);
        assertEquals(text, path.text());
        assertEquals(Optional.of(path), TilePath.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "00",
                "0000",
                "x000",
                "x001",
                "x000/001",
                "x000/x001/234",
                "001/234",
                "x001/x234",
                "x1/234",
                "000/",
                "/000",
                "../000",
                "000.p",
                "000.p/",
                "000.p/0",
                "000.p/00",
                "000.p/01",
                "000.p/256",
                "000.p/999",
                "000.p/1000",
                "000.p/+1",
                "000.p/1/",
                "000.p/1 ",
                "000.P/1",
                "000\n",
                "-01",
                "\u0660\u0660\u0660",
                "X001/234",
                "x036/x028/x797/x018/x963/968",
                "x999/x999/x999/x999/x999/x999/999",
                "x001/x001/x001/x001/x001/x001/x001/x001/001",
            })
    void otherSpellingsAreNoPath(String text) {
        assertEquals(Optional.empty(), TilePath.parse(text));
    }

    @Test
    void outOfRangeIsTheCallersMistake() {
        assertThrows(IllegalArgumentException.class, () -> new TilePath(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(TilePath.MAX_INDEX + 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(0, 0));
        assertThrows(IllegalArgumentException.class, () -> new TilePath(0, 257));
    }
}
