package io.patchline.ingest.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.event.OutputPiece;
import io.patchline.ingest.follow.FinalOutput;
import io.patchline.outcome.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What one attempt has written, as far as it is at hand: for each command, in order, texts and gaps.
 *
 * @param spans in the order in which they were written
 * @param over whether the attempt is over
 */
record WrittenOutput(int run, int attempt, List<Span> spans, boolean over) {

    /** Text or a gap of one command's output. */
    record Span(int action, FinalOutput.Part part) {
        long length() {
            return part.end() - part.from();
        }
    }

    /** Of an attempt that is over. */
    static WrittenOutput of(int run, int attempt, List<CommandResult> commands) {
        List<Span> spans = commands.stream()
                .flatMap(command ->
                        FinalOutput.behind(0, command.output()).stream().map(part -> new Span(command.action(), part)))
                .toList();
        return new WrittenOutput(run, attempt, spans, true);
    }

    /** Of an attempt that goes on, by what was heard of it. */
    static WrittenOutput heard(int run, int attempt, List<OutputPiece> pieces) {
        List<Span> spans = new ArrayList<>();
        for (OutputPiece piece : pieces) {
            Optional<Span> before = spans.isEmpty() ? Optional.empty() : Optional.of(spans.getLast());
            boolean sameAction =
                    before.filter(span -> span.action() == piece.action()).isPresent();
            long has = sameAction ? before.orElseThrow().part().end() : 0;
            if (before.filter(span -> span.action() > piece.action()).isPresent() || piece.end() <= has) {
                continue;
            }
            if (piece.from() > has) {
                spans.add(new Span(piece.action(), new FinalOutput.Gap(has, piece.from())));
            }
            byte[] bytes = piece.text().getBytes(UTF_8);
            int known = (int) Math.max(0, has - piece.from());
            String text = new String(bytes, known, bytes.length - known, UTF_8);
            spans.add(new Span(piece.action(), new FinalOutput.Text(piece.from() + known, text)));
        }
        return new WrittenOutput(run, attempt, List.copyOf(spans), false);
    }

    /** The same of one command only. */
    WrittenOutput ofAction(int action) {
        return new WrittenOutput(
                run,
                attempt,
                spans.stream().filter(span -> span.action() == action).toList(),
                over);
    }

    long total() {
        return spans.stream().mapToLong(Span::length).sum();
    }

    /** The part that begins at this byte of this action's output. */
    OutputPart from(int action, long bytes, int most) {
        return new PartWriter(this, action, bytes, most).part();
    }

    /** The part that is the last lines, within the bound of characters. */
    OutputPart last(int lines, int most) {
        int action = 0;
        long start = 0;
        int room = most;
        int left = lines;
        boolean isEnd = true;
        for (Span span : spans.reversed()) {
            action = span.action();
            start = span.part().end();
            if (!(span.part() instanceof FinalOutput.Text text)) {
                break;
            }
            int begin = lastLines(text.text(), left, room, isEnd);
            isEnd = false;
            start = text.from() + text.text().substring(0, begin).getBytes(UTF_8).length;
            room -= text.text().length() - begin;
            left -= (int)
                    text.text().substring(begin).chars().filter(c -> c == '\n').count();
            if (begin > 0 || left <= 0 || room <= 0) {
                break;
            }
        }
        return from(action, start, most);
    }

    /** Where the last lines of the text begin, at most so many characters before its end. */
    private static int lastLines(String text, int lines, int room, boolean isEnd) {
        int least = Math.max(0, text.length() - room);
        int begin = text.length();
        int missing = lines;
        boolean lineEndsHere = isEnd && text.endsWith("\n");
        int stop = lineEndsHere ? text.length() - 1 : text.length();
        while (begin > least && (begin > stop || text.charAt(begin - 1) != '\n' || --missing > 0)) {
            begin--;
        }
        boolean insideCharacter = begin > 0 && begin < text.length() && Character.isLowSurrogate(text.charAt(begin));
        return insideCharacter ? begin + 1 : begin;
    }
}
