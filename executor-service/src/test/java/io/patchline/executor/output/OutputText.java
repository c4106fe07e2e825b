package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.UnaryOperator;

/** What a stage makes of bytes, however they are cut into writes. */
final class OutputText implements ByteSink {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean finished;

    /** The text that comes out of the stage when the bytes go in so many at a time. */
    static String through(UnaryOperator<ByteSink> stage, byte[] in, int atATime) throws IOException {
        OutputText out = new OutputText();
        ByteSink sink = stage.apply(out);
        for (int at = 0; at < in.length; at += atATime) {
            sink.write(in, at, Math.min(atATime, in.length - at));
        }
        sink.finish();
        if (!out.finished) {
            throw new AssertionError("the stage did not pass the end on");
        }
        return out.bytes.toString(UTF_8);
    }

    @Override
    public void write(byte[] more, int offset, int length) {
        bytes.write(more, offset, length);
    }

    @Override
    public void finish() {
        finished = true;
    }
}
