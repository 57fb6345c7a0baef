package org.entente.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.entente.exchange.Failure;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class LogFormatterTest {
    private static LogRecord record(Level level, String message, Object... parameters) {
        LogRecord record = new LogRecord(level, message);
        record.setInstant(Instant.parse("2026-11-22T09:04:59.000001999Z"));
        record.setLoggerName("org.entente.node");
        record.setParameters(parameters);
        return record;
    }

    private static JsonNode line(LogRecord record) {
        String line = new LogFormatter().format(record);
        assertEquals(line.length() - 1, line.indexOf('\n'), "one line");
        return Json.STRICT.readTree(line);
    }

    @Test
    void aLineHoldsWhatTheDocumentationSays() {
        JsonNode line = line(record(Level.WARNING, "It is so. contract={0} request={1} count={2}", "c", "r", 12345));
        assertEquals(Json.STRICT.readTree("""
                        {"time":"2026-11-22T09:04:59.000001Z","level":"warning","logger":"org.entente.node",
                         "message":"It is so.","request":"r","fields":{"contract":"c","count":"12345"}}"""), line);
    }

    @Test
    void levelsHaveTheNamesOfTheConfiguration() {
        assertEquals("error", line(record(Level.SEVERE, "x")).path("level").asString());
        assertEquals("info", line(record(Level.INFO, "x")).path("level").asString());
        assertEquals("debug", line(record(Level.FINE, "x")).path("level").asString());
    }

    @Test
    void messagesOfOthersAreFilledIn() {
        assertEquals(
                "Started x",
                line(record(Level.INFO, "Started {0}", "x")).path("message").asString());
        assertEquals(
                "a '{0' b",
                line(record(Level.INFO, "a '{0' b", "x")).path("message").asString());
        assertEquals(
                "{\"id\"}",
                line(record(Level.INFO, "{\"id\"}", "x")).path("message").asString());
        assertEquals(
                "a={5}", line(record(Level.INFO, "a={5}", "x")).path("message").asString());
    }

    @Test
    void nobodyWritesALineOfTheirOwn() {
        JsonNode line = line(record(Level.INFO, "x path={0}", "/\n{\"level\":\"error\"}\u001b[2J"));
        assertEquals(
                "/\n{\"level\":\"error\"}\u001b[2J",
                line.path("fields").path("path").asString());
    }

    @Test
    void ofErrorsOnlyOurOwnTextsAreKept() {
        LogRecord record = record(Level.SEVERE, "x");
        record.setThrown(new Failure(
                Failure.Code.INVALID,
                "Our sentence.",
                new IllegalStateException("an object's content"),
                "path",
                "$.a"));
        String text = line(record).toString();
        assertTrue(text.contains("INVALID: Our sentence. {path=$.a}"), text);
        assertTrue(text.contains("caused by java.lang.IllegalStateException"), text);
        assertFalse(text.contains("content"), text);
    }
}
