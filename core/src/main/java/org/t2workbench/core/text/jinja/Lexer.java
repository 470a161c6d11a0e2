package org.t2workbench.core.text.jinja;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Cuts a template into tokens. White space is treated as Hugging Face sets Jinja up: the newline behind a statement goes
 * (trim_blocks), so does the indentation before it (lstrip_blocks), and one newline at the template's end.
 */
final class Lexer {

    private static final Pattern TAG_BEGIN = Pattern.compile("\\{[%{#]");
    private static final Pattern RAW_BEGIN = spaced("\\{%[-+]?\\s*raw\\s*(?:-%\\}\\s*|%\\})");
    private static final Pattern RAW_END = spaced("\\{%([-+]?)\\s*endraw\\s*(?:\\+%\\}|-%\\}\\s*|%\\}\\n?)");
    private static final Pattern COMMENT_END = spaced("\\+#\\}|-#\\}\\s*|#\\}\\n?");
    private static final Pattern BLOCK_END = spaced("\\+%\\}|-%\\}\\s*|%\\}\\n?");
    private static final Pattern OUTPUT_END = spaced("-\\}\\}\\s*|\\}\\}");
    private static final Pattern SPACE = spaced("\\s+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Pattern FLOAT = Pattern.compile("\\d+(?:\\.\\d+)?[eE][+-]?\\d+|\\d+\\.\\d+");
    private static final Pattern INTEGER = Pattern.compile("\\d+");
    private static final Pattern OPERATOR = Pattern.compile("//|\\*\\*|==|!=|>=|<=|[-+/*%~\\[\\](){}<>=.:|,]");
    private static final Pattern NEWLINE = Pattern.compile("\\r\\n|\\r");

    private final String source;
    private final List<Token> tokens = new ArrayList<>();
    private int position;
    private boolean atLineStart = true;
    private int line = 1;
    private int lineCountedTo;

    private Lexer(String source) {
        this.source = source;
    }

    /** With white space as Python knows it. */
    private static Pattern spaced(String pattern) {
        return Pattern.compile(pattern, Pattern.UNICODE_CHARACTER_CLASS);
    }

    static List<Token> tokens(String source) {
        String lines = NEWLINE.matcher(source).replaceAll("\n");
        return new Lexer(lines.endsWith("\n") ? lines.substring(0, lines.length() - 1) : lines).run();
    }

    private List<Token> run() {
        Matcher tag = TAG_BEGIN.matcher(source);
        while (tag.find(position)) {
            int begin = tag.start();
            char kind = source.charAt(begin + 1);
            char sign = begin + 2 < source.length() ? source.charAt(begin + 2) : ' ';
            text(begin, kind, sign);
            if (kind == '#') {
                skipComment(begin, sign == '-' || sign == '+');
            } else if (kind == '%' && matches(RAW_BEGIN, begin)) {
                raw();
            } else {
                position = begin + (sign == '-' || sign == '+' ? 3 : 2);
                tagContent(kind == '%');
            }
        }
        if (position < source.length()) {
            add(Token.Kind.TEXT, source.substring(position));
        }
        position = source.length();
        add(Token.Kind.END, "");
        return tokens;
    }

    /** The text before a tag, less the white space the tag takes away. */
    private void text(int end, char kind, char sign) {
        String text = source.substring(position, end);
        if (sign == '-') {
            text = withoutSpaceAtEnd(text);
        } else if (sign != '+' && kind != '{') {
            int lineStart = text.lastIndexOf('\n') + 1;
            if ((lineStart > 0 || atLineStart)
                    && text.substring(lineStart).codePoints().allMatch(StringMethods::isSpace)) {
                text = text.substring(0, lineStart);
            }
        }
        if (!text.isEmpty()) {
            add(Token.Kind.TEXT, text);
        }
    }

    private static String withoutSpaceAtEnd(String text) {
        int end = text.length();
        while (end > 0 && StringMethods.isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end);
    }

    private void skipComment(int begin, boolean signed) {
        Matcher end = COMMENT_END.matcher(source);
        if (!end.find(begin + (signed ? 3 : 2))) {
            throw new JinjaException(lineAt(begin), "a comment has no end");
        }
        advance(end);
    }

    private void raw() {
        Matcher end = RAW_END.matcher(source);
        if (!end.find(position)) {
            throw new JinjaException(lineAt(position), "raw has no endraw");
        }
        String text = source.substring(position, end.start());
        add(Token.Kind.TEXT, end.group(1).equals("-") ? withoutSpaceAtEnd(text) : text);
        advance(end);
    }

    private void tagContent(boolean block) {
        int begin = position;
        add(block ? Token.Kind.BLOCK_BEGIN : Token.Kind.OUTPUT_BEGIN, "");
        Deque<Character> open = new ArrayDeque<>();
        while (true) {
            if (matches(SPACE, position)) {
                continue;
            }
            // inside brackets "}}" closes two of them
            if (open.isEmpty() && lookingAt(block ? BLOCK_END : OUTPUT_END)) {
                add(block ? Token.Kind.BLOCK_END : Token.Kind.OUTPUT_END, "");
                matches(block ? BLOCK_END : OUTPUT_END, position);
                return;
            }
            if (position >= source.length()) {
                throw new JinjaException(lineAt(begin), "a tag has no end");
            }
            char next = source.charAt(position);
            if (next == '\'' || next == '"') {
                string(next);
            } else if (!word(Token.Kind.NAME, NAME)
                    && !word(Token.Kind.FLOAT, FLOAT)
                    && !word(Token.Kind.INTEGER, INTEGER)) {
                operator(open);
            }
        }
    }

    private boolean word(Token.Kind kind, Pattern pattern) {
        Matcher word = pattern.matcher(source).region(position, source.length());
        if (!word.lookingAt()) {
            return false;
        }
        add(kind, word.group());
        position = word.end();
        return true;
    }

    private void operator(Deque<Character> open) {
        Matcher operator = OPERATOR.matcher(source).region(position, source.length());
        if (!operator.lookingAt()) {
            throw new JinjaException(
                    lineAt(position), "the character '" + source.charAt(position) + "' is not expected");
        }
        String text = operator.group();
        switch (text) {
            case "(" -> open.push(')');
            case "[" -> open.push(']');
            case "{" -> open.push('}');
            case ")", "]", "}" -> {
                if (open.isEmpty() || open.pop() != text.charAt(0)) {
                    throw new JinjaException(lineAt(position), "'" + text + "' closes nothing");
                }
            }
            default -> {}
        }
        add(Token.Kind.OPERATOR, text);
        position = operator.end();
    }

    private void string(char quote) {
        StringBuilder value = new StringBuilder();
        int at = position + 1;
        while (at < source.length() && source.charAt(at) != quote) {
            if (source.charAt(at) == '\\' && at + 1 < source.length()) {
                at = escape(at + 1, value);
            } else {
                value.append(source.charAt(at++));
            }
        }
        if (at >= source.length()) {
            throw new JinjaException(lineAt(position), "a string has no end");
        }
        add(Token.Kind.STRING, value.toString());
        position = at + 1;
    }

    /** Python's escapes; an unknown one stays as it is written. Returns the position behind it. */
    private int escape(int at, StringBuilder value) {
        char kind = source.charAt(at);
        int digits =
                switch (kind) {
                    case 'x' -> 2;
                    case 'u' -> 4;
                    case 'U' -> 8;
                    default -> 0;
                };
        if (digits > 0) {
            int end = at + 1 + digits;
            int codePoint = end <= source.length() ? hexadecimal(source.substring(at + 1, end)) : -1;
            if (!Character.isValidCodePoint(codePoint)) {
                throw new JinjaException(lineAt(at), "an escape in a string is not valid");
            }
            value.appendCodePoint(codePoint);
            return end;
        }
        switch (kind) {
            case 'n' -> value.append('\n');
            case 't' -> value.append('\t');
            case 'r' -> value.append('\r');
            case 'b' -> value.append('\b');
            case 'f' -> value.append('\f');
            case '0' -> value.append('\0');
            case '\\', '\'', '"' -> value.append(kind);
            case '\n' -> {}
            default -> value.append('\\').append(kind);
        }
        return at + 1;
    }

    private static int hexadecimal(String digits) {
        return digits.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 0x80)
                ? (int) Math.min(Long.parseLong(digits, 16), Integer.MAX_VALUE)
                : -1;
    }

    private boolean lookingAt(Pattern pattern) {
        return pattern.matcher(source).region(position, source.length()).lookingAt();
    }

    /** Whether the pattern matches there; if so, goes on behind it. */
    private boolean matches(Pattern pattern, int at) {
        Matcher matcher = pattern.matcher(source).region(at, source.length());
        if (!matcher.lookingAt()) {
            return false;
        }
        advance(matcher);
        return true;
    }

    private void advance(Matcher matched) {
        position = matched.end();
        atLineStart = matched.group().endsWith("\n");
    }

    private void add(Token.Kind kind, String text) {
        tokens.add(new Token(kind, text, lineAt(position)));
    }

    private int lineAt(int offset) {
        for (; lineCountedTo < offset && lineCountedTo < source.length(); lineCountedTo++) {
            if (source.charAt(lineCountedTo) == '\n') {
                line++;
            }
        }
        return line;
    }
}
