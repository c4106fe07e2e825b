package io.patchline.executor.output;

import io.patchline.executor.process.CommandLimits;
import io.patchline.executor.process.CommandRequest;
import io.patchline.outcome.CapturedOutput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;

/**
 * What becomes of one command's output: made valid UTF-8 and plain text, redacted, and only then kept and told. Written by one thread; what
 * is kept may be asked for by another at any time.
 */
public final class OutputCapture implements AutoCloseable {
    private final HeadAndTail headAndTail = new HeadAndTail();
    private final FullOutputFile file;
    private final ByteSink first;
    private boolean finished;

    private OutputCapture(FullOutputFile file, ByteSink live, CommandLimits limits, Redaction redaction) {
        this.file = file;
        ByteSink kept = new Fork(List.of(headAndTail, file, live));
        ByteSink redacted = redaction.isEmpty() ? kept : new Redactor(redaction, kept);
        this.first = new Utf8Repair(new TerminalText(limits.lineBytes(), redacted));
    }

    public static OutputCapture open(
            CommandRequest request, CommandLimits limits, Redaction redaction, ScheduledExecutorService scheduler)
            throws IOException {
        Path path = request.scratch().resolve(CommandRequest.OUTPUT_FILE);
        FullOutputFile file = new FullOutputFile(path, limits.keptBytes());
        return new OutputCapture(file, new LiveOutput(request.live(), scheduler), limits, redaction);
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
