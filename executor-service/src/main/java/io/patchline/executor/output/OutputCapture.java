package io.patchline.executor.output;

import io.patchline.outcome.CapturedOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * What becomes of one command's output: made valid UTF-8 and plain text, redacted, and only then kept and published. Written by one thread; what
 * is kept may be asked for by another at any time.
 */
public final class OutputCapture implements AutoCloseable {
    private final HeadAndTail headAndTail = new HeadAndTail();
    private final FullOutputFile file;
    private final ByteSink first;
    private boolean finished;

    private OutputCapture(FullOutputFile file, ByteSink live, int lineBytes, Redaction redaction) {
        this.file = file;
        ByteSink kept = new Fork(List.of(headAndTail, file, live));
        ByteSink redacted = redaction.isEmpty() ? kept : new Redactor(redaction, kept);
        this.first = new Utf8Repair(new TerminalText(lineBytes, redacted));
    }

    /**
     * @param path where the full output is kept, up to {@code keptBytes}
     * @param lineBytes how long a line may be before it is passed on in pieces
     */
    public static OutputCapture open(Path path, long keptBytes, int lineBytes, LiveOutput live, Redaction redaction)
            throws IOException {
        return new OutputCapture(new FullOutputFile(path, keptBytes), live, lineBytes, redaction);
    }

    /** Takes what the command wrote. Does nothing once finished. */
    public synchronized void write(byte[] bytes, int length) throws IOException {
        if (!finished) {
            first.write(bytes, 0, length);
        }
    }

    /** Ends the output and tells what is kept of it. */
    public synchronized CapturedOutput finish() throws IOException {
        if (!finished) {
            finished = true;
            first.finish();
        }
        return headAndTail.captured();
    }

    @Override
    public synchronized void close() {
        finished = true;
        file.close();
    }

    private record Fork(List<ByteSink> sinks) implements ByteSink {
        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (ByteSink sink : sinks) {
                sink.write(bytes, offset, length);
            }
        }

        @Override
        public void finish() throws IOException {
            for (ByteSink sink : sinks) {
                sink.finish();
            }
        }
    }
}
