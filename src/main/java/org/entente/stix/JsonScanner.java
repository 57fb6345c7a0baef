package org.entente.stix;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A strict scanner over the bytes of a JSON text (RFC 8259) as I-JSON narrows it (RFC 7493): valid UTF-8, paired
 * surrogates, unique names. It makes no values: the caller drives it from token to token, and asks for the text of a
 * string only where it needs it, which is what makes it fast. It remembers the way from the top, so that a problem has a
 * path, and counts lines.
 *
 * <p>Every method expects the position at its token and leaves it behind the token. Strings are scanned eight bytes at a
 * time.
 */
final class JsonScanner {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long HIGHS = 0x8080_8080_8080_8080L;
    private static final long QUOTES = ONES * '"';
    private static final long BACKSLASHES = ONES * '\\';
    private static final long SPACES = ONES * ' ';

    private static final long HASH_FACTOR = 0x9E37_79B9_7F4A_7C15L;
    private static final int NOT_A_MEMBER = -1;
    private static final int MAX_PATH_NAME_CHARS = 64;

    final byte[] in;
    int pos;

    /** Where the string scanned last begins and ends, without its quotes. */
    int stringStart;

    int stringEnd;

    /** Whether that string has escapes, so that its bytes are not its text. */
    boolean stringEscaped;

    /** The hash of the name read last; names of the same text have the same one, however they are escaped. */
    int nameHash;

    private final int end;

    /** Whether a line break ends the text. */
    private boolean oneLine;

    private long line = 1;
    private int depth;
    private int depthLimit;
    private final int maxStringBytes;

    private final MemberNames names = new MemberNames();
    private final MemberNames.Text nameText = this::nameAt;

    /** For each depth: where its names begin in {@link #names}, and the member or the index that is being read. */
    private final int[] firstName;

    private final int[] memberStart;
    private final int[] memberEnd;
    private final int[] elementIndex;

    /**
     * @param maxDepth the greatest depth that {@link #limitDepth} may set
     */
    JsonScanner(byte[] in, int maxDepth, int maxStringBytes) {
        this.in = in;
        this.end = in.length;
        this.maxStringBytes = maxStringBytes;
        this.depthLimit = maxDepth;
        firstName = new int[maxDepth + 1];
        memberStart = new int[maxDepth + 1];
        memberEnd = new int[maxDepth + 1];
        elementIndex = new int[maxDepth + 1];
    }

    /** Goes on at this place of the same bytes as if nothing had been read yet. */
    void restart(int from, long newLine) {
        pos = from;
        line = newLine;
        depth = 0;
        names.forgetFrom(0);
    }

    /** Like {@link #restart}, and the next line break is the end of the text from now on. */
    void restartLine(int from, long newLine) {
        restart(from, newLine);
        oneLine = true;
    }

    long line() {
        return line;
    }

    int depth() {
        return depth;
    }

    /** From here on, so many more levels may be opened, as far as the arrays reach. */
    void limitDepth(int levels) {
        depthLimit = Math.min(firstName.length - 1, depth + levels);
    }

    boolean atEnd() {
        return isEnd(pos);
    }

    /** Skips white space and counts the lines; strings cannot contain a line break. */
    void space() {
        while (pos < end) {
            switch (in[pos]) {
                case ' ', '\t', '\r' -> pos++;
                case '\n' -> {
                    if (oneLine) {
                        return;
                    }
                    pos++;
                    line++;
                }
                default -> {
                    return;
                }
            }
        }
    }

    /** The byte at the position, which is the first of a token. */
    byte peek() throws JsonFault {
        if (pos >= end) {
            throw new JsonFault(Rule.JSON_TRUNCATED);
        }
        return in[pos];
    }

    /** Enters an object; false when it is empty, and then it is left already. */
    boolean openObject() throws JsonFault {
        open();
        firstName[depth] = names.count();
        if (peek() == '}') {
            close();
            return false;
        }
        return true;
    }

    /** Enters a list; false when it is empty, and then it is left already. */
    boolean openList() throws JsonFault {
        open();
        memberStart[depth] = NOT_A_MEMBER;
        elementIndex[depth] = 0;
        if (peek() == ']') {
            close();
            return false;
        }
        return true;
    }

    /** After a member's value: true when a further member follows, false when the object is closed. */
    boolean moreMembers() throws JsonFault {
        if (separator('}')) {
            return true;
        }
        refuseDuplicates();
        names.forgetFrom(firstName[depth]);
        close();
        return false;
    }

    /** After an item of a list: true when a further one follows, false when the list is closed. */
    boolean moreItems() throws JsonFault {
        if (separator(']')) {
            elementIndex[depth]++;
            return true;
        }
        close();
        return false;
    }

    /** Reads a member's name; it is the last string then. Goes on to the value with {@link #toValue}. */
    void name() throws JsonFault {
        memberEnd[depth] = memberStart[depth];
        string();
        memberStart[depth] = stringStart;
        memberEnd[depth] = stringEnd;
        nameHash = hashOfName();
        names.add(nameHash, stringStart);
    }

    private int hashOfName() {
        if (stringEscaped) {
            byte[] plain = text().getBytes(UTF_8);
            return hash(plain, 0, plain.length);
        }
        return hash(in, stringStart, stringEnd);
    }

    /** From behind a member's name to the first byte of its value. */
    void toValue() throws JsonFault {
        space();
        if (peek() != ':') {
            throw fault(Rule.JSON_SYNTAX, pos);
        }
        pos++;
        space();
        peek();
    }

    /** Reads over a value of any kind. */
    void skip() throws JsonFault {
        switch (peek()) {
            case '"' -> string();
            case '{' -> {
                if (openObject()) {
                    do {
                        name();
                        toValue();
                        skip();
                    } while (moreMembers());
                }
            }
            case '[' -> {
                if (openList()) {
                    do {
                        skip();
                    } while (moreItems());
                }
            }
            default -> scalar();
        }
    }

    /** Reads over a number, true, false or null. */
    void scalar() throws JsonFault {
        switch (peek()) {
            case 't' -> literal("true");
            case 'f' -> literal("false");
            case 'n' -> literal("null");
            default -> number();
        }
    }

    /** Reads a string, which {@link #text} gives. */
    void string() throws JsonFault {
        if (peek() != '"') {
            throw fault(Rule.JSON_SYNTAX, pos);
        }
        int p = pos + 1;
        stringStart = p;
        stringEscaped = false;
        int lastWord = end - Long.BYTES;
        while (true) {
            while (p <= lastWord) {
                long special = specialBytes((long) LONGS.get(in, p));
                if (special != 0) {
                    p += Long.numberOfTrailingZeros(special) >>> 3;
                    break;
                }
                p += Long.BYTES;
            }
            if (p >= end) {
                pos = end;
                throw new JsonFault(Rule.JSON_TRUNCATED);
            }
            byte b = in[p];
            if (b == '"') {
                break;
            }
            p = b >= ' ' && b != '\\' ? p + 1 : special(p);
        }
        stringEnd = p;
        pos = p + 1;
        if (p - stringStart > maxStringBytes) {
            throw new JsonFault(Rule.STRING_SIZE);
        }
    }

    /** The text of the string read last. */
    String text() {
        return text(stringStart, stringEnd);
    }

    /** The text of a string that was read before, whose bytes stand between these places without its quotes. */
    String textBetween(int start, int stop) {
        return text(start, stop);
    }

    /**
     * Right after an object was opened: looks ahead for a member of that name whose value is a string, which is the string
     * read last then. The position stays; what is not well-formed is left to the reading proper.
     */
    boolean findAhead(String member) {
        int startPos = pos;
        long startLine = line;
        int startDepth = depth;
        int startNames = names.count();
        try {
            while (true) {
                string();
                boolean found = is(member);
                toValue();
                if (found) {
                    if (peek() != '"') {
                        return false;
                    }
                    string();
                    return true;
                }
                skip();
                if (!separator('}')) {
                    return false;
                }
            }
        } catch (JsonFault fault) {
            return false;
        } finally {
            pos = startPos;
            line = startLine;
            depth = startDepth;
            names.forgetFrom(startNames);
        }
    }

    /** Whether the text of the string read last is this one, which is ASCII without a need for escapes. */
    boolean is(String ascii) {
        if (stringEscaped) {
            return text().equals(ascii);
        }
        if (stringEnd - stringStart != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (in[stringStart + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** The way from the top to what is being read, as a JSON path. */
    String path() {
        StringBuilder path = new StringBuilder("$");
        for (int level = 1; level <= depth; level++) {
            if (memberStart[level] == NOT_A_MEMBER) {
                path.append('[').append(elementIndex[level]).append(']');
            } else if (memberEnd[level] > memberStart[level]) {
                appendName(path, text(memberStart[level], memberEnd[level]));
            }
        }
        return path.toString();
    }

    /** A hash that only has to spread: duplicates are compared, and an attacker's collisions are bounded by sorting. */
    static int hash(byte[] bytes, int start, int end) {
        long hash = (long) end - start;
        int p = start;
        for (; end - p >= Long.BYTES; p += Long.BYTES) {
            hash = mix(hash ^ (long) LONGS.get(bytes, p));
        }
        return (int) (mix(hash ^ tail(bytes, p, end)) >>> 32);
    }

    /** The last bytes, fewer than eight, as one number; read at once where the array goes on. */
    private static long tail(byte[] bytes, int start, int end) {
        int bits = (end - start) * Byte.SIZE;
        if (start + Long.BYTES <= bytes.length) {
            return (long) LONGS.get(bytes, start) & (1L << bits) - 1;
        }
        long tail = 0;
        for (int p = end - 1; p >= start; p--) {
            tail = tail << Byte.SIZE | (bytes[p] & 0xFF);
        }
        return tail;
    }

    private static long mix(long value) {
        long product = value * HASH_FACTOR;
        return product ^ product >>> 29;
    }

    private void open() throws JsonFault {
        if (depth == depthLimit) {
            throw new JsonFault(Rule.OBJECT_DEPTH);
        }
        depth++;
        memberStart[depth] = 0;
        memberEnd[depth] = 0;
        pos++;
        space();
    }

    private void close() {
        depth--;
        pos++;
    }

    private boolean separator(char close) throws JsonFault {
        space();
        byte b = peek();
        if (b == ',') {
            pos++;
            space();
            return true;
        }
        if (b != close) {
            throw fault(Rule.JSON_SYNTAX, pos);
        }
        return false;
    }

    /** A bit in each byte that ends a plain run: quote, backslash, control character, or not ASCII. The lowest is exact. */
    private static long specialBytes(long word) {
        long quotes = word ^ QUOTES;
        long backslashes = word ^ BACKSLASHES;
        return ((quotes - ONES & ~quotes) | (backslashes - ONES & ~backslashes) | (word - SPACES & ~word) | word)
                & HIGHS;
    }

    /** Reads over what is not plain, from its first byte; gives the position behind it. */
    private int special(int p) throws JsonFault {
        byte b = in[p];
        if (b == '\\') {
            stringEscaped = true;
            return escape(p);
        }
        if (b >= 0) {
            pos = p;
            throw fault(Rule.JSON_CONTROL, p);
        }
        int next = p;
        do {
            next = multibyte(next);
        } while (next < end && in[next] < 0);
        return next;
    }

    /** One character of two to four bytes, as RFC 3629 section 4 allows them: nothing overlong, no surrogates. */
    private int multibyte(int p) throws JsonFault {
        int lead = in[p] & 0xFF;
        int length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        int low = lead == 0xE0 ? 0xA0 : lead == 0xF0 ? 0x90 : 0x80;
        int high = lead == 0xED ? 0x9F : lead == 0xF4 ? 0x8F : 0xBF;
        pos = p;
        if (lead < 0xC2 || lead > 0xF4) {
            throw new JsonFault(Rule.JSON_UTF8);
        }
        for (int i = 1; i < length; i++) {
            if (p + i >= end) {
                throw new JsonFault(Rule.JSON_TRUNCATED);
            }
            int b = in[p + i] & 0xFF;
            if (b < (i == 1 ? low : 0x80) || b > (i == 1 ? high : 0xBF)) {
                throw fault(Rule.JSON_UTF8, p + i);
            }
        }
        return p + length;
    }

    private int escape(int p) throws JsonFault {
        pos = p;
        return switch (byteAt(p + 1)) {
            case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> p + 2;
            case 'u' -> escapedCharacter(p);
            default -> throw fault(Rule.JSON_ESCAPE, p + 1);
        };
    }

    /** One escaped code unit, or two that are a surrogate pair; gives the position behind. */
    private int escapedCharacter(int p) throws JsonFault {
        char unit = escapedUnit(p);
        if (!Character.isSurrogate(unit)) {
            return p + 6;
        }
        boolean pair = Character.isHighSurrogate(unit)
                && byteAt(p + 6) == '\\'
                && byteAt(p + 7) == 'u'
                && Character.isLowSurrogate(escapedUnit(p + 6));
        if (!pair) {
            throw new JsonFault(Rule.JSON_SURROGATE);
        }
        return p + 12;
    }

    /** The UTF-16 code unit of the escape that begins with its backslash at p. */
    private char escapedUnit(int p) throws JsonFault {
        int unit = 0;
        for (int i = p + 2; i < p + 6; i++) {
            int digit = hexDigit(byteAt(i));
            if (digit < 0) {
                throw fault(Rule.JSON_ESCAPE, i);
            }
            unit = unit << 4 | digit;
        }
        return (char) unit;
    }

    private static int hexDigit(byte b) {
        return Character.digit(b & 0xFF, 16);
    }

    private boolean isEnd(int p) {
        return p >= end || (oneLine && in[p] == '\n');
    }

    /** A byte that the rule forbids, unless the text ends there. */
    private JsonFault fault(Rule rule, int p) {
        return new JsonFault(isEnd(p) ? Rule.JSON_TRUNCATED : rule);
    }

    private byte byteAt(int p) throws JsonFault {
        if (p >= end) {
            throw new JsonFault(Rule.JSON_TRUNCATED);
        }
        return in[p];
    }

    private void literal(String word) throws JsonFault {
        for (int i = 0; i < word.length(); i++) {
            if (byteAt(pos + i) != word.charAt(i)) {
                throw fault(Rule.JSON_SYNTAX, pos + i);
            }
        }
        pos += word.length();
    }

    private void number() throws JsonFault {
        if (in[pos] == '-') {
            pos++;
        }
        if (peek() == '0') {
            pos++;
        } else {
            digits();
        }
        if (pos < end && in[pos] == '.') {
            pos++;
            digits();
        }
        if (pos < end && (in[pos] == 'e' || in[pos] == 'E')) {
            pos++;
            byte sign = peek();
            if (sign == '+' || sign == '-') {
                pos++;
            }
            digits();
        }
    }

    private void digits() throws JsonFault {
        int first = pos;
        peek();
        while (pos < end && in[pos] >= '0' && in[pos] <= '9') {
            pos++;
        }
        if (pos == first) {
            throw fault(Rule.JSON_SYNTAX, pos);
        }
    }

    private String text(int start, int stop) {
        String plain = new String(in, start, stop - start, UTF_8);
        if (plain.indexOf('\\') < 0) {
            return plain;
        }
        StringBuilder text = new StringBuilder(plain.length());
        for (int i = 0; i < plain.length(); i++) {
            char c = plain.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            char escape = plain.charAt(++i);
            if (escape == 'u') {
                text.append((char) Integer.parseInt(plain, i + 1, i + 5, 16));
                i += 4;
            } else {
                text.append(unescaped(escape));
            }
        }
        return text.toString();
    }

    private static char unescaped(char escape) {
        return switch (escape) {
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            default -> escape;
        };
    }

    private static void appendName(StringBuilder path, String name) {
        boolean plain = name.length() <= MAX_PATH_NAME_CHARS;
        for (int i = 0; i < name.length() && plain; i++) {
            char c = name.charAt(i);
            plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
        }
        if (plain && !name.isEmpty()) {
            path.append('.').append(name);
            return;
        }
        path.append("['");
        for (int i = 0; i < Math.min(name.length(), MAX_PATH_NAME_CHARS); i++) {
            char c = name.charAt(i);
            path.append(c < ' ' || c > '~' || c == '\'' || c == '\\' ? '?' : c);
        }
        path.append(name.length() > MAX_PATH_NAME_CHARS ? "…']" : "']");
    }

    private void refuseDuplicates() throws JsonFault {
        int duplicate = names.duplicate(firstName[depth], nameText);
        if (duplicate != MemberNames.NONE) {
            memberStart[depth] = duplicate;
            memberEnd[depth] = nameEnd(duplicate);
            throw new JsonFault(Rule.JSON_DUPLICATE);
        }
    }

    private String nameAt(int start) {
        return text(start, nameEnd(start));
    }

    /** The end of a name that was read before, so it is known to be well-formed. */
    private int nameEnd(int start) {
        int p = start;
        while (in[p] != '"') {
            p += in[p] == '\\' ? 2 : 1;
        }
        return p;
    }
}
