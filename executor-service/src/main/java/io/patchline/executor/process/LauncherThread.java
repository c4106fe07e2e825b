package io.patchline.executor.process;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.patchline.executor.spawn.Spawner;
import java.io.IOException;
import java.nio.charset.Charset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Starts processes, all of them on one platform thread that ends only with this object: {@code bwrap --die-with-parent} kills its command
 * when the <em>thread</em> that started it ends (bubblewrap issue 692). Closing it therefore kills what still runs.
 */
final class LauncherThread implements AutoCloseable {
    private final Spawner spawner;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().name("command-launcher").daemon().factory());

    /** @param spawner is closed with it */
    LauncherThread(Spawner spawner) {
        this.spawner = spawner;
    }

    /** @throws IOException if the program cannot be started */
    Process start(Launch launch) throws IOException {
        refuseWhatCannotBeEncoded(launch);
        CompletableFuture<Process> started = new CompletableFuture<>();
        thread.execute(() -> {
            try {
                started.complete(startHere(launch));
            } catch (IOException | RuntimeException | Error e) {
                started.completeExceptionally(e);
            }
        });
        try {
            return started.join();
        } catch (CompletionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(cause.getMessage(), cause);
        }
    }

    private Process startHere(Launch launch) throws IOException {
        return launch.server().isEmpty()
                ? spawner.start(launch.commandLine(), launch.directory())
                : spawner.start(launch.server(), launch.commandLine(), launch.directory());
    }

    /** Java would write a question mark for each character that its file name encoding lacks. */
    private static void refuseWhatCannotBeEncoded(Launch launch) throws IOException {
        String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
        for (String argument : launch.commandLine()) {
            if (!US_ASCII.newEncoder().canEncode(argument)
                    && !Charset.forName(encoding).name().equals("UTF-8")) {
                throw new IOException("the path " + argument + " cannot be passed on in the encoding " + encoding
                        + ": start the executor with LC_ALL=C.UTF-8");
            }
        }
    }

    @Override
    public void close() {
        thread.execute(spawner::close);
        thread.shutdown();
    }
}
