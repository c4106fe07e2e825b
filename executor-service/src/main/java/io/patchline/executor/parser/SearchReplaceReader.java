package io.patchline.executor.parser;

import io.patchline.executor.diff.Document;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.FileEdit;
import io.patchline.executor.diff.Hunk;
import io.patchline.executor.diff.HunkLine;
import io.patchline.executor.diff.HunkLocation;
import io.patchline.executor.diff.LineExcerpt;
import io.patchline.executor.diff.PathChoice;
import io.patchline.executor.placement.BlockReplacement;
import io.patchline.patch.FilePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Reads SEARCH/REPLACE blocks as aider and Cline ask models for them: the file's name on a line, {@code <<<<<<< SEARCH} or
 * {@code ------- SEARCH}, the lines that are sought, {@code =======}, the lines that come in their place, {@code >>>>>>> REPLACE} or
 * {@code +++++++ REPLACE}; with or without Markdown fences around each. A block without a name is about the file of the block before it, or
 * about {@code target_file}. Each block sees what those before it did.
 */
final class SearchReplaceReader {
    private static final Pattern SEARCH = Pattern.compile("([<-])\\1{4,8} ?(?:SEARCH|ORIGINAL)>?\\s*");
    private static final Pattern REPLACE = Pattern.compile("([>+])\\1{4,8} ?(?:REPLACE|UPDATED)<?\\s*");
    private static final Pattern DIVIDER = Pattern.compile("={5,9}\\s*");

    /** What Roo Code writes before the lines that are sought: numbers that it does not need, as the lines must say it all. */
    private static final Pattern NUMBER = Pattern.compile(":(?:start|end)_line:\\s*\\d+\\s*");

    private static final Pattern NUMBERS_END = Pattern.compile("-{5,9}\\s*");

    private final PatchLines patch;
    private final Optional<FilePath> target;
    private final BlockFileName names;

    SearchReplaceReader(PatchLines patch, Optional<FilePath> target) {
        this.patch = patch;
        this.target = target;
        this.names = new BlockFileName(patch);
    }

    static boolean isSearch(String line) {
        return SEARCH.matcher(line).matches();
    }

    List<FileEdit> read() throws EditRefusedException {
        List<FileEdit> edits = new ArrayList<>();
        Optional<FilePath> file = Optional.empty();
        while (patch.hasNext()) {
            if (isSearch(patch.peek())) {
                Optional<FilePath> before = file;
                file = names.take().or(() -> before);
                edits.add(block(file));
            } else {
                refuseLost(patch.peek());
                names.see();
            }
        }
        return edits;
    }

    private void refuseLost(String line) throws EditRefusedException {
        if (REPLACE.matcher(line).matches() || DIVIDER.matcher(line).matches()) {
            throw EditRefusedException.malformed(
                    patch.number(),
                    "\"" + LineExcerpt.of(line) + "\" stands outside of a block. A block begins with <<<<<<< SEARCH.");
        }
    }

    private FileEdit block(Optional<FilePath> named) throws EditRefusedException {
        int number = patch.number();
        FilePath file = named.or(() -> target)
                .orElseThrow(
                        () -> EditRefusedException.malformed(
                                number,
                                "this block does not say which file it is about. Write the file's path on the line before it, or give \"target_file\"."));
        String marker = patch.take().strip();
        skipNumbers();
        int divider = divider(number, marker);
        List<String> before = lines(divider);
        patch.take();
        List<String> after = lines(end(number));
        patch.take();
        boolean fromNothing = before.stream().allMatch(String::isBlank);
        HunkLocation where = fromNothing ? new HunkLocation.Numbered(0, 1) : new HunkLocation.Anywhere();
        List<HunkLine> lines = BlockReplacement.hunkLines(fromNothing ? List.of() : before, after);
        if (lines.isEmpty()) {
            throw EditRefusedException.malformed(number, "this block is empty on both sides.");
        }
        Hunk hunk = new Hunk(number, where, lines, 0, false, Hunk.Form.SEARCH_BLOCK);
        return new FileEdit.Change(choice(file), List.of(hunk), Optional.empty());
    }

    private PathChoice choice(FilePath file) {
        Optional<FilePath> whole = target.filter(path -> path.value().endsWith("/" + file));
        return new PathChoice(List.of(file), List.of(), whole, target);
    }

    private void skipNumbers() {
        int at = 0;
        while (NUMBER.matcher(patch.peek(at)).matches()) {
            at++;
        }
        if (at > 0) {
            patch.take(NUMBERS_END.matcher(patch.peek(at)).matches() ? at + 1 : at);
        }
    }

    /** How many lines there are before the one that divides the block. */
    private int divider(int number, String marker) throws EditRefusedException {
        int end = end(number);
        int length = (int) marker.chars().filter(c -> c == marker.charAt(0)).count();
        List<Integer> all = IntStream.range(0, end)
                .filter(at -> DIVIDER.matcher(patch.peek(at)).matches())
                .boxed()
                .toList();
        // Underlined headings have as many signs as they like; the line that divides has as many as the one before it.
        List<Integer> same = all.stream()
                .filter(at -> patch.peek(at).strip().length() == length)
                .toList();
        List<Integer> dividers = same.isEmpty() ? all : same;
        if (dividers.isEmpty()) {
            throw EditRefusedException.malformed(
                    number, "this block has no line ======= between what is sought and what comes in its place.");
        }
        if (dividers.size() > 1) {
            throw EditRefusedException.malformed(
                    number,
                    "this block has the line ======= more than once, at lines " + (patch.number() + dividers.get(0))
                            + " and "
                            + (patch.number() + dividers.get(1))
                            + ", so that it is not clear where it is divided. Send such text as \"search\" and \"replace\" in \"mutations\".");
        }
        return dividers.getFirst();
    }

    /** How many lines there are before the one that ends the block. */
    private int end(int number) throws EditRefusedException {
        for (int at = 0; patch.hasNext(at) && !isSearch(patch.peek(at)); at++) {
            if (REPLACE.matcher(patch.peek(at)).matches()) {
                return at;
            }
        }
        throw EditRefusedException.malformed(
                number, "this block has no line >>>>>>> REPLACE at its end: the patch seems to be cut short.");
    }

    private List<String> lines(int count) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            lines.add(Document.withoutLineEnd(patch.take() + "\n") + "\n");
        }
        return lines;
    }
}
