package org.entente.node;

import java.text.MessageFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.entente.exchange.Failure;
import org.entente.exchange.Micros;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One JSON object a line:
 *
 * <pre>
 * {"time":"2026-11-22T09:04:59.000001Z","level":"warning","logger":"org.entente.node","message":"…",
 *  "request":"…","fields":{…},"error":"java.io.IOException","at":["…", …]}
 * </pre>
 *
 * <p>{@code request}, {@code fields}, {@code error} and {@code at} stand only where there is something to say. Fields come
 * from a message that ends in them, such as {@code The partner cannot be reached. partner={0} code={1}}. Of an error only our
 * own sentences are kept, which are static: the messages of others may quote what was read.
 */
final class LogFormatter extends Formatter {
    /** Enough to find the place; a cause has its own. */
    private static final int MAX_FRAMES = 30;

    private static final Pattern FIELD = Pattern.compile(" ?\\b([A-Za-z]+)=\\{(\\d)}");
    private static final Pattern PARAMETER = Pattern.compile("\\{\\d}");
    private static final int MAX_CAUSES = 4;
    private static final int MAX_MESSAGE_CHARS = 2000;

    /** Messages whose form is kept. Ours are far fewer; another's may be made up of what it read. */
    private static final int MAX_FORMS = 1000;

    private final Map<String, Form> forms = new ConcurrentHashMap<>();

    /**
     * A message taken apart.
     *
     * @param parameters how many came with it
     * @param fields the number of the parameter that each field shows
     * @param rest the message without its fields
     */
    private record Form(int parameters, Map<String, Integer> fields, String rest) {}

    @Override
    public String format(LogRecord record) {
        ObjectNode fields = Json.object();
        String message = message(record, fields);
        ObjectNode line = Json.object()
                .put("time", Micros.text(Micros.of(record.getInstant())))
                .put("level", level(record.getLevel()))
                .put("logger", String.valueOf(record.getLoggerName()))
                .put("message", message.isEmpty() ? "request" : message);
        if (fields.has("request")) {
            line.set("request", fields.remove("request"));
        }
        if (!fields.isEmpty()) {
            line.set("fields", fields);
        }
        error(line, record.getThrown());
        return line + "\n";
    }

    /** The message without its fields, which go to the object given. */
    private String message(LogRecord record, ObjectNode fields) {
        String message = String.valueOf(record.getMessage());
        Object[] parameters = record.getParameters();
        if (parameters != null && parameters.length > 0) {
            Form form = form(message, parameters.length);
            form.fields().forEach((name, number) -> fields.put(name, String.valueOf(parameters[number])));
            message = filledIn(form.rest(), parameters).strip();
        }
        return message.length() > MAX_MESSAGE_CHARS ? message.substring(0, MAX_MESSAGE_CHARS) : message;
    }

    /**
     * What a message says about its fields. Messages are few and each is logged many times, some with every request, so what
     * was found once is kept.
     */
    private Form form(String message, int parameters) {
        Form known = forms.get(message);
        if (known != null && known.parameters() == parameters) {
            return known;
        }
        Map<String, Integer> fields = new LinkedHashMap<>();
        String rest = FIELD.matcher(message).replaceAll(field -> {
            int number = Integer.parseInt(field.group(2));
            if (number >= parameters) {
                return Matcher.quoteReplacement(field.group());
            }
            fields.put(field.group(1), number);
            return "";
        });
        Form form = new Form(parameters, fields, rest);
        if (forms.size() < MAX_FORMS) {
            forms.put(message, form);
        }
        return form;
    }

    /** Whoever writes no fields may still write parameters. */
    private static String filledIn(String message, Object[] parameters) {
        try {
            return PARAMETER.matcher(message).find() ? MessageFormat.format(message, parameters) : message;
        } catch (IllegalArgumentException _) {
            return message;
        }
    }

    private static String level(Level level) {
        return level.intValue() >= Level.SEVERE.intValue()
                ? "error"
                : level.intValue() >= Level.INFO.intValue() ? level.getName().toLowerCase(Locale.ROOT) : "debug";
    }

    private static void error(ObjectNode line, @Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        line.put("error", says(thrown));
        ArrayNode at = line.putArray("at");
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++, cause = cause.getCause()) {
            if (depth > 0) {
                at.add("caused by " + says(cause));
            }
            StackTraceElement[] frames = cause.getStackTrace();
            for (int i = 0; i < Math.min(frames.length, MAX_FRAMES); i++) {
                at.add(frames[i].toString());
            }
        }
    }

    private static String says(Throwable thrown) {
        String name = thrown.getClass().getName();
        return switch (thrown) {
            case Failure failure -> name + ": " + failure.code() + ": " + failure.getMessage() + " " + failure.fields();
            default -> name.startsWith("org.entente.") ? name + ": " + thrown.getMessage() : name;
        };
    }
}
