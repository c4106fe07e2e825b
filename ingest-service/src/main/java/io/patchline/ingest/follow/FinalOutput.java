package io.patchline.ingest.follow;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.outcome.CapturedOutput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What is left to write of a command's output when it is over, to somebody who has it up to a place: from what was kept of it, with the rest as gaps. */
public final class FinalOutput {
    /** A part of the output: text, or a gap where nothing was kept. */
    public sealed interface Part {
        long from();

        long end();
    }

    public record Text(long from, String text) implements Part {
        @Override
        public long end() {
            return from + text.getBytes(UTF_8).length;
        }
    }

    public record Gap(long from, long end) implements Part {}

    private FinalOutput() {}

    /** The parts behind this place, in order. */
    public static List<Part> behind(long place, CapturedOutput output) {
        byte[] head = output.head().getBytes(UTF_8);
        byte[] tail = output.tail().getBytes(UTF_8);
        long tailBegin = output.totalBytes() - tail.length;
        List<Part> parts = new ArrayList<>();
        if (place < head.length) {
            parts.add(new Text(place, text(head, (int) place)));
        }
        long behindHead = Math.max(place, head.length);
        if (behindHead < tailBegin) {
            parts.add(new Gap(behindHead, tailBegin));
        }
        long inTail = Math.max(place, tailBegin);
        if (inTail < output.totalBytes()) {
            parts.add(new Text(inTail, text(tail, (int) (inTail - tailBegin))));
        }
        return parts;
    }

    private static String text(byte[] bytes, int begin) {
        return new String(Arrays.copyOfRange(bytes, begin, bytes.length), UTF_8);
    }
}
