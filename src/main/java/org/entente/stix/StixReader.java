package org.entente.stix;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads STIX 2.1 from bytes: one object, a list of objects, a bundle (section 8), the envelope of a TAXII answer, or one
 * object a line. It detects which.
 *
 * <p>Each object is given out as soon as it is read, in the order of the document, with a copy of exactly its bytes. An
 * object that breaks a rule of the standard is given out as {@link Parsed.Invalid} and reading goes on. Text that is not
 * well-formed ends the reading of a document with a last {@code Invalid}; where each line holds one object it ends only
 * that line. No input makes the reader throw.
 *
 * <p>Where {@link Checks} ask for warnings, those of the document around the objects go out with the first valid object
 * that follows.
 */
public final class StixReader {
    /** A bundle and its list of objects, around the object. */
    private static final int LEVELS_AROUND = 2;

    /** The index of what concerns the document as a whole. */
    private static final int WHOLE = -1;

    private final Limits limits;
    private final Consumer<Parsed> consumer;
    private final byte[] input;
    private final JsonScanner json;
    private final ObjectReader objects;
    private final boolean warnings;

    /** The versions that have been given out, where warnings are wanted. */
    private final Set<String> versions = new HashSet<>();

    /** Warnings of the document around the objects, which go out with the next object. */
    private final List<Problem> documentWarnings = new ArrayList<>();

    private int count;
    private boolean withinObject;

    private StixReader(byte[] input, Limits limits, Checks checks, int identifierSlots, Consumer<Parsed> consumer) {
        this.input = input;
        this.limits = limits;
        this.consumer = consumer;
        this.warnings = checks.warnings();
        int depth = limits.maxDepth() + LEVELS_AROUND;
        this.json = new JsonScanner(input, depth, limits.maxStringBytes());
        this.objects = new ObjectReader(json, limits, checks, new Identifiers(identifierSlots));
    }

    /** Reads a document and gives out each object, or what is wrong with it, to the consumer; errors alone. */
    public static void read(byte[] input, Limits limits, Consumer<Parsed> consumer) {
        read(input, limits, Checks.ERRORS, consumer);
    }

    /** The same, looking as far as the checks say. */
    public static void read(byte[] input, Limits limits, Checks checks, Consumer<Parsed> consumer) {
        new StixReader(input, limits, checks, Identifiers.SLOTS_FOR_MANY, consumer).document();
    }

    /** Reads a document into a list; errors alone. */
    public static List<Parsed> read(byte[] input, Limits limits) {
        return read(input, limits, Checks.ERRORS);
    }

    /** The same, looking as far as the checks say. */
    public static List<Parsed> read(byte[] input, Limits limits, Checks checks) {
        List<Parsed> all = new ArrayList<>();
        read(input, limits, checks, all::add);
        return all;
    }

    /** Reads bytes that hold exactly one object, with nothing but white space around it; errors alone. */
    public static Parsed parseObject(byte[] bytes, Limits limits) {
        return parseObject(bytes, limits, Checks.ERRORS);
    }

    /** The same, looking as far as the checks say. */
    public static Parsed parseObject(byte[] bytes, Limits limits, Checks checks) {
        List<Parsed> one = new ArrayList<>(1);
        new StixReader(bytes, limits, checks, Identifiers.SLOTS_FOR_ONE, one::add).single();
        return one.getFirst();
    }

    private void document() {
        try {
            start();
            switch (json.peek()) {
                case '[' -> {
                    list();
                    finish();
                }
                case '{' -> {
                    if (eachLineHoldsOne()) {
                        lines(0, 1);
                    } else if (holdsObjects()) {
                        bundle();
                        finish();
                    } else {
                        objectOrLines();
                    }
                }
                default -> throw new JsonFault(Rule.JSON_TOP);
            }
        } catch (JsonFault fault) {
            giveFault(fault);
        }
    }

    private void single() {
        try {
            start();
            Parsed parsed = object();
            finish();
            consumer.accept(parsed);
        } catch (JsonFault fault) {
            giveFault(fault);
        }
    }

    private void start() throws JsonFault {
        if (input.length > limits.maxInputBytes()) {
            throw new JsonFault(Rule.INPUT_SIZE);
        }
        if (input.length >= 3 && input[0] == (byte) 0xEF && input[1] == (byte) 0xBB && input[2] == (byte) 0xBF) {
            throw new JsonFault(Rule.JSON_BOM);
        }
        json.space();
        if (json.atEnd()) {
            throw new JsonFault(Rule.JSON_EMPTY);
        }
    }

    private void finish() throws JsonFault {
        json.space();
        if (!json.atEnd()) {
            throw new JsonFault(Rule.JSON_TRAILING);
        }
    }

    private void list() throws JsonFault {
        if (json.openList()) {
            do {
                give(object());
            } while (json.moreItems());
        }
    }

    private Parsed object() throws JsonFault {
        objects.reset();
        if (count == limits.maxObjects()) {
            throw new JsonFault(Rule.INPUT_OBJECTS);
        }
        withinObject = true;
        Parsed parsed = objects.read(count);
        withinObject = false;
        return parsed;
    }

    private void give(Parsed parsed) {
        count++;
        consumer.accept(warnings && parsed instanceof Parsed.Valid valid ? withDocumentWarnings(valid) : parsed);
    }

    private Parsed withDocumentWarnings(Parsed.Valid valid) {
        StixObject object = valid.object();
        if (!object.version().isEmpty() && !versions.add(object.id() + " " + object.version())) {
            documentWarnings.add(Problem.of(Rule.VERSION_REPEATED, json.path()));
        }
        if (documentWarnings.isEmpty()) {
            return valid;
        }
        List<Problem> all = new ArrayList<>(valid.warnings());
        all.addAll(documentWarnings);
        documentWarnings.clear();
        return new Parsed.Valid(valid.index(), valid.line(), object, all);
    }

    private void giveFault(JsonFault fault) {
        int index = withinObject ? count : WHOLE;
        String id = withinObject ? objects.idText() : null;
        withinObject = false;
        give(new Parsed.Invalid(index, json.line(), id, List.of(Problem.of(fault.rule(), json.path())), List.of()));
    }

    private void objectOrLines() throws JsonFault {
        Parsed parsed = object();
        long line = json.line();
        json.space();
        if (!json.atEnd() && json.line() == line) {
            throw new JsonFault(Rule.JSON_TRAILING);
        }
        give(parsed);
        if (!json.atEnd()) {
            lines(json.pos, json.line());
        }
    }

    /** Reads one object from each line that is not blank. */
    private void lines(int from, long firstLine) throws JsonFault {
        long line = firstLine;
        int start = from;
        while (start < input.length) {
            json.restartLine(start, line);
            json.space();
            boolean good = json.atEnd() || line();
            start = (good ? json.pos : endOfLine(start)) + 1;
            line++;
        }
    }

    /** Whether the line's end was reached; a line that is not well-formed is given up. */
    private boolean line() throws JsonFault {
        if (count == limits.maxObjects()) {
            throw new JsonFault(Rule.INPUT_OBJECTS);
        }
        try {
            Parsed parsed = object();
            withinObject = true;
            finish();
            withinObject = false;
            give(parsed);
            return true;
        } catch (JsonFault fault) {
            giveFault(fault);
            return false;
        }
    }

    /**
     * Whether the first two lines show that each line holds one object, even if one of them is damaged: both begin with a
     * brace, and the first does not end where a value may follow on the next line.
     */
    private boolean eachLineHoldsOne() {
        int firstEnd = endOfLine(json.pos);
        int last = firstEnd - 1;
        while (last > json.pos && isSpace(input[last])) {
            last--;
        }
        int second = firstEnd;
        while (second < input.length && isSpace(input[second])) {
            second++;
        }
        byte end = input[last];
        return second < input.length
                && input[second] == '{'
                && end != '['
                && end != ','
                && end != ':'
                && last > json.pos;
    }

    private int endOfLine(int from) {
        int end = from;
        while (end < input.length && input[end] != '\n') {
            end++;
        }
        return end;
    }

    private static boolean isSpace(byte b) {
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /**
     * Whether the top-level object is a bundle, or without a type and with a list of objects, as a TAXII envelope is. It
     * looks no further than the type, which mostly comes first. The position stays.
     */
    private boolean holdsObjects() {
        int start = json.pos;
        long line = json.line();
        boolean listSeen = false;
        try {
            if (json.openObject()) {
                do {
                    json.name();
                    boolean type = json.is("type");
                    boolean list = json.is("objects");
                    json.toValue();
                    if (type) {
                        json.skip();
                        return input[json.pos - 1] == '"' && json.is("bundle");
                    }
                    listSeen |= list && json.peek() == '[';
                    json.skip();
                } while (json.moreMembers());
            }
            return listSeen;
        } catch (JsonFault fault) {
            // The reading proper meets the same fault and reports it.
            return listSeen;
        } finally {
            json.restart(start, line);
        }
    }

    private void bundle() throws JsonFault {
        List<Problem> problems = new ArrayList<>();
        boolean isBundle = false;
        boolean hasId = false;
        String id = null;
        if (json.openObject()) {
            do {
                json.name();
                boolean objectsHere = json.is("objects");
                boolean typeHere = json.is("type");
                boolean idHere = json.is("id");
                json.toValue();
                if (objectsHere) {
                    objectsOfBundle(problems);
                    continue;
                }
                json.skip();
                isBundle |= typeHere;
                if (idHere) {
                    hasId = true;
                    id = input[json.pos - 1] == '"' ? json.text() : null;
                    checkBundleId(id, problems);
                }
            } while (json.moreMembers());
        }
        if (isBundle && !hasId) {
            problems.add(Problem.of(Rule.BUNDLE_ID, json.path()));
        }
        if (isBundle && !problems.isEmpty()) {
            consumer.accept(new Parsed.Invalid(WHOLE, json.line(), id, problems, List.of()));
        }
    }

    private void objectsOfBundle(List<Problem> problems) throws JsonFault {
        if (json.peek() != '[') {
            problems.add(Problem.of(Rule.BUNDLE_OBJECTS, json.path()));
            json.skip();
        } else if (json.openList()) {
            do {
                give(object());
            } while (json.moreItems());
        } else {
            problems.add(Problem.of(Rule.LIST_EMPTY, json.path()));
        }
    }

    private void checkBundleId(@Nullable String text, List<Problem> problems) {
        StixId id = text == null ? null : StixId.parse(text);
        if (id == null || !id.isOfType("bundle")) {
            problems.add(Problem.of(Rule.BUNDLE_ID, json.path()));
        } else if (warnings && id.uuidVersion() != '4') {
            documentWarnings.add(Problem.of(Rule.ID_UUID4, json.path()));
        }
    }
}
