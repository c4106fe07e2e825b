package io.patchline.executor.placement;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.Tolerance;
import io.patchline.outcome.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the file writes the quotes, dashes and spaces that a hunk writes otherwise, learned from the lines that they share. What a hunk adds is
 * written as the file would; what cannot be told that way is refused, because a typographic quote in code is an error.
 */
final class Punctuation {
    private final Map<String, Set<Character>> seen = new HashMap<>();

    /** A line that goes, as the hunk has it and as the file has it; the line that comes in its place is mostly like it. */
    record Counterpart(String inHunk, String inFile) {}

    static Punctuation learned(List<String> hunk, List<String> file) {
        Punctuation punctuation = new Punctuation();
        for (int i = 0; i < hunk.size(); i++) {
            punctuation.learn(body(hunk.get(i)), body(file.get(i)));
        }
        return punctuation;
    }

    private void learn(String inHunk, String inFile) {
        for (int i = 0; i < Math.min(inHunk.length(), inFile.length()); i++) {
            if (kind(inHunk.charAt(i)) != 0) {
                seen.computeIfAbsent(key(inHunk, i, opens(inHunk, i)), key -> new TreeSet<>())
                        .add(inFile.charAt(i));
            }
        }
    }

    /**
     * The line, without its end, as the file would write it.
     *
     * @param counterpart the line in whose place it comes; empty strings if there is none
     * @throws EditRefusedException if a character of it cannot be told
     */
    String translate(String line, Counterpart counterpart, Hunk hunk) throws EditRefusedException {
        String text = body(line);
        int start = line.indexOf(text);
        String indentation = line.substring(0, start);
        String before = body(counterpart.inHunk());
        String inFile = body(counterpart.inFile());
        boolean aligned = before.length() == inFile.length();
        int head = aligned ? commonHead(text, before) : 0;
        int tail = aligned ? Math.min(commonTail(text, before), Math.min(text.length(), before.length()) - head) : 0;
        StringBuilder result = new StringBuilder(indentation).append(inFile, 0, head);
        for (int i = head; i < text.length() - tail; i++) {
            result.append(kind(text.charAt(i)) == 0 ? text.charAt(i) : translated(text, i, hunk));
        }
        return result.append(inFile, inFile.length() - tail, inFile.length())
                .append(line, start + text.length(), line.length())
                .toString();
    }

    private char translated(String text, int at, Hunk hunk) throws EditRefusedException {
        char c = text.charAt(at);
        boolean opens = opens(text, at);
        Set<Character> inFile =
                seen.getOrDefault(key(text, at, opens), seen.getOrDefault(key(text, at, !opens), Set.of()));
        if (inFile.size() == 1) {
            return inFile.iterator().next();
        }
        if (inFile.contains(c) || (inFile.isEmpty() && (c < 0x80 || !writesOtherwise(kind(c))))) {
            return c;
        }
        throw new EditRefusedException(
                ErrorCode.CONTEXT_NOT_FOUND,
                hunk.title()
                        + " fits only if quotes, dashes and spaces are read as plain ones, and how the file would write \""
                        + c + "\" (" + codePoint(c) + ") of \"" + LineExcerpt.of(text)
                        + "\" cannot be determined. Write quotes, dashes and spaces exactly as the file does.");
    }

    /** Whether the hunk has characters of this kind where the file has the plain ones. */
    private boolean writesOtherwise(char kind) {
        return seen.entrySet().stream()
                .anyMatch(entry -> kind(entry.getKey().charAt(0)) == kind
                        && entry.getKey().charAt(0) >= 0x80
                        && entry.getValue().stream().anyMatch(c -> c < 0x80));
    }

    static String codePoint(int c) {
        return "U+%04X".formatted(c);
    }

    /** The plain character of one that is written in several ways, quotes as one; 0 for any other. */
    private static char kind(char c) {
        char plain = Tolerance.plain(c);
        return switch (plain) {
            case '\'', '"' -> '"';
            case '-', ' ' -> plain;
            default -> 0;
        };
    }

    private static String key(String text, int at, boolean opens) {
        return text.charAt(at) + (opens ? "(" : ")");
    }

    /** Whether a quote here would open: the same sign is often written in two ways. */
    private static boolean opens(String text, int at) {
        return at == 0
                || Character.isWhitespace(text.charAt(at - 1))
                || "([{<=,\u00A0".indexOf(text.charAt(at - 1)) >= 0;
    }

    private static String body(String line) {
        String text = Document.withoutLineEnd(line);
        int start = 0;
        while (start < text.length() && isBlank(text.charAt(start))) {
            start++;
        }
        int end = text.length();
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char c) {
        return Character.isWhitespace(Tolerance.plain(c)) || c == '\uFEFF';
    }

    private static int commonHead(String left, String right) {
        int length = 0;
        while (length < Math.min(left.length(), right.length()) && left.charAt(length) == right.charAt(length)) {
            length++;
        }
        return length;
    }

    private static int commonTail(String left, String right) {
        int length = 0;
        while (length < Math.min(left.length(), right.length())
                && left.charAt(left.length() - 1 - length) == right.charAt(right.length() - 1 - length)) {
            length++;
        }
        return length;
    }
}
