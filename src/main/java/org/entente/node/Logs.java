package org.entente.node;

import java.lang.System.Logger.Level;
import java.util.logging.ConsoleHandler;
import java.util.logging.Handler;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Sets up the log of this process: JSON lines on standard error. */
public final class Logs {
    /** Held for good: the logging library keeps loggers by weak references, and a level set on a lost one is lost. */
    private static final Logger ROOT = Logger.getLogger("");

    private static final Logger JETTY = Logger.getLogger("org.eclipse.jetty");
    private static final LogFormatter FORMATTER = new LogFormatter();

    private Logs() {}

    /** From now on this process logs from that level on, one JSON object a line. Of Jetty only warnings, unless debugging. */
    public static void install(Level level) {
        LogManager.getLogManager().reset();
        Handler handler = new ConsoleHandler();
        handler.setFormatter(FORMATTER);
        handler.setLevel(java.util.logging.Level.ALL);
        ROOT.addHandler(handler);
        ROOT.setLevel(translated(level));
        JETTY.setLevel(level == Level.DEBUG ? java.util.logging.Level.FINE : java.util.logging.Level.WARNING);
    }

    /**
     * Closes the node as the process ends, tells of it, and ends with exit code 0: to be told to stop is no failure. Meant for
     * a shutdown hook, where the logging library is silent already.
     */
    public static void stop(Node node) {
        last("The node is stopping.");
        node.close();
        last("The node has stopped.");
        Runtime.getRuntime().halt(0);
    }

    private static void last(String message) {
        LogRecord record = new LogRecord(java.util.logging.Level.INFO, message);
        record.setLoggerName("org.entente.node");
        System.err.print(FORMATTER.format(record));
        System.err.flush();
    }

    private static java.util.logging.Level translated(Level level) {
        return switch (level) {
            case ERROR -> java.util.logging.Level.SEVERE;
            case WARNING -> java.util.logging.Level.WARNING;
            case DEBUG, TRACE, ALL -> java.util.logging.Level.FINE;
            case INFO -> java.util.logging.Level.INFO;
            case OFF -> java.util.logging.Level.OFF;
        };
    }
}
