package io.patchline.executor.process;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Runs commands with bash as plain child processes: no sandbox, and what a command leaves behind in the background is only looked for among its descendants. */
public final class ShellRunner implements CommandRunner {
    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final int FIRST_SIGNAL_CODE = 128;

    @Override
    public ProcessResult run(CommandRequest request) {
        long start = System.nanoTime();
        Process process;
        try {
            process = start(request);
        } catch (IOException e) {
            return new ProcessResult.SetUpFailed("bash could not be started: " + e.getMessage());
        }
        OutputBuffer output = new OutputBuffer();
        Thread reader = Thread.ofVirtual().start(() -> drain(process.getInputStream(), output, request.live()));
        request.cancellation().whenRequested(() -> end(process));
        boolean inTime = waitFor(process, request.timeout());
        end(process);
        join(reader);
        Duration elapsed = Duration.ofNanos(System.nanoTime() - start);
        return result(request, process.exitValue(), inTime, output, elapsed);
    }

    private static Process start(CommandRequest request) throws IOException {
        Path script = Files.writeString(request.scratch().resolve("script"), request.script());
        ProcessBuilder builder = new ProcessBuilder("bash", script.toString())
                .directory(request.workspace().toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.environment().put("HOME", request.workspace().toString());
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().putAll(request.environment());
        return builder.start();
    }

    private static void drain(InputStream in, OutputBuffer output, OutputListener live) {
        byte[] chunk = new byte[8192];
        try (in) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                synchronized (output) {
                    output.add(chunk, read);
                }
                live.output(new String(chunk, 0, read, java.nio.charset.StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // The stream was closed because its process was ended: what was read is kept.
        }
    }

    private static boolean waitFor(Process process, Duration timeout) {
        try {
            return process.waitFor(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroy);
        process.toHandle().destroy();
        try {
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.toHandle().destroyForcibly();
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread reader) {
        try {
            reader.join(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ProcessResult result(
            CommandRequest request, int code, boolean inTime, OutputBuffer buffer, Duration elapsed) {
        io.patchline.outcome.CapturedOutput output;
        synchronized (buffer) {
            output = buffer.captured();
        }
        if (request.cancellation().reason().isPresent()) {
            return new ProcessResult.Cancelled(request.cancellation().reason().get(), output, elapsed);
        }
        if (!inTime) {
            return new ProcessResult.TimedOut(output, elapsed);
        }
        return code > FIRST_SIGNAL_CODE
                ? new ProcessResult.Signalled("signal " + (code - FIRST_SIGNAL_CODE), output, elapsed)
                : new ProcessResult.Exited(code, output, elapsed);
    }
}
