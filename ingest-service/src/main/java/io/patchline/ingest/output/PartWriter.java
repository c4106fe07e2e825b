package io.patchline.ingest.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.ingest.follow.FinalOutput;
import io.patchline.ingest.follow.OutputPosition;
import io.patchline.ingest.status.TokenEstimate;

/** Writes one part of an output, from a place on, until it has as many characters as it may. For one use. */
final class PartWriter {
    /** Also of a text that takes many for its length no more than this. */
    static final double MOST_TOKENS = 10_500;

    private final WrittenOutput output;
    private final int most;
    private double tokens = MOST_TOKENS;
    private final StringBuilder text = new StringBuilder();
    private int action;
    private long place;
    private long leftOut;
    private boolean full;

    PartWriter(WrittenOutput output, int action, long place, int most) {
        this.output = output;
        this.action = action;
        this.place = place;
        this.most = most;
    }

    OutputPart part() {
        for (WrittenOutput.Span span : output.spans()) {
            boolean behind = span.action() > action
                    || (span.action() == action && span.part().end() > place);
            if (behind && !full) {
                take(span);
            }
        }
        String cursor = new OutputPosition(output.run(), output.attempt(), action, place).toString();
        return new OutputPart(
                output.run(), output.attempt(), text.toString(), cursor, full, output.total(), leftOut, output.over());
    }

    private void take(WrittenOutput.Span span) {
        long from = span.action() == action ? Math.max(place, span.part().from()) : 0;
        switch (span.part()) {
            case FinalOutput.Gap gap -> skip(span.action(), from, gap);
            case FinalOutput.Text whole -> write(span.action(), from, whole);
        }
    }

    private void skip(int ofAction, long from, FinalOutput.Gap gap) {
        String mark = "\n[" + (gap.end() - from) + " bytes are not shown here: "
                + (output.over()
                        ? "of long output the beginning and the end are kept]\n"
                        : "they were not heard live]\n");
        if (text.length() + mark.length() > most && !text.isEmpty()) {
            full = true;
            return;
        }
        text.append(mark);
        leftOut += gap.end() - from;
        action = ofAction;
        place = gap.end();
    }

    private void write(int ofAction, long from, FinalOutput.Text whole) {
        byte[] bytes = whole.text().getBytes(UTF_8);
        int begin = (int) (Math.max(from, whole.from()) - whole.from());
        while (begin < bytes.length && (bytes[begin] & 0xC0) == 0x80) {
            begin++;
        }
        String rest = new String(bytes, begin, bytes.length - begin, UTF_8);
        // The mark of a gap may be longer than what was left.
        int left = Math.max(0, most - text.length());
        int fits = TokenEstimate.fitting(rest.substring(0, Math.min(rest.length(), left)), tokens);
        if (fits > 0 && fits < rest.length() && Character.isHighSurrogate(rest.charAt(fits - 1))) {
            fits--;
        }
        full = fits < rest.length();
        if (fits > 0) {
            String taken = rest.substring(0, fits);
            text.append(taken);
            tokens -= TokenEstimate.of(taken);
            action = ofAction;
            place = whole.from() + begin + taken.getBytes(UTF_8).length;
        }
    }
}
