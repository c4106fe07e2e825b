package io.patchline.executor.process;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sandboxes that wait at READY for a command, launched one after the other beside the commands: one for each slot in which none runs. A command takes one that nothing has
 * run in; who finds none launches its own. What cannot be launched, or ends while it waits, is launched again after a pause, which doubles each time, up to a minute. Safe for use by
 * several threads.
 */
final class PrelaunchedSandboxes implements AutoCloseable {
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Logger LOG = Logger.getLogger(PrelaunchedSandboxes.class);

    private final Prelaunch prelaunch;
    private final Launcher launcher;
    private final Duration setUp;
    private final Deque<LaunchedSandbox> waiting = new ArrayDeque<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("sandbox-prelaunch").daemon().factory());
    private int running;
    private boolean suspended = true;
    private boolean inPause;
    private Duration pause = FIRST_PAUSE;
    private Optional<String> trouble = Optional.empty();

    /** Launches a sandbox. */
    interface Launcher {
        LaunchedSandbox launch(CommandPlace place) throws IOException;
    }

    /**
     * None before {@link #resume()}.
     *
     * @param setUp how long one may take to come up
     */
    PrelaunchedSandboxes(Prelaunch prelaunch, Launcher launcher, Duration setUp) {
        this.prelaunch = prelaunch;
        this.launcher = launcher;
        this.setUp = setUp;
    }

    /** A command takes a slot. To be {@linkplain #leave() left} again. */
    synchronized void enter() {
        running++;
    }

    /** The command has ended; a sandbox is launched for the next one. */
    synchronized void leave() {
        running--;
        if (!suspended) {
            thread.execute(this::refill);
        }
    }

    /** One that waits, or comes up, in this place; empty if there is none. The caller closes it. */
    Optional<LaunchedSandbox> take(CommandPlace place) {
        if (!place.equals(prelaunch.place())) {
            return Optional.empty();
        }
        for (Optional<LaunchedSandbox> next = poll(); next.isPresent(); next = poll()) {
            if (next.get().isAsIfLaunchedNow()) {
                return next;
            }
            LOG.debug("a sandbox that waited is not used: it has ended, or what it was launched from was replaced");
            thread.execute(next.get()::close);
            thread.execute(this::refill);
        }
        return Optional.empty();
    }

    synchronized Prelaunch.Status status() {
        int ready = (int) waiting.stream().filter(LaunchedSandbox::isReady).count();
        return new Prelaunch.Status(ready, trouble);
    }

    /** Launches what is to wait. */
    synchronized void resume() {
        if (suspended && !thread.isShutdown()) {
            suspended = false;
            thread.execute(this::refill);
        }
    }

    /** Launches none from now on, ends those that wait, and returns when they are gone, or cannot be ended in the time that one may take to come up and ten seconds. */
    void suspend() {
        synchronized (this) {
            suspended = true;
        }
        boolean gone = CompletableFuture.runAsync(this::discardAll, thread)
                .thenApply(nothing -> true)
                .completeOnTimeout(false, setUp.plusSeconds(10).toNanos(), TimeUnit.NANOSECONDS)
                .join();
        if (!gone) {
            LOG.warn("A sandbox that waits for a command does not end; it is left behind");
        }
    }

    @Override
    public void close() {
        suspend();
        thread.shutdownNow();
    }

    private void refill() {
        while (isOneWanted() && launchOne()) {
            LOG.trace("a sandbox waits for its command");
        }
    }

    private synchronized boolean isOneWanted() {
        return !suspended && !inPause && running + waiting.size() < prelaunch.slots();
    }

    private boolean launchOne() {
        try {
            LaunchedSandbox next = launcher.launch(prelaunch.place());
            add(next);
            try {
                next.awaitReady(setUp);
            } catch (IOException | RuntimeException | Error e) {
                if (remove(next)) {
                    next.close();
                }
                throw e;
            }
            launched();
            next.whenEnded(() -> ended(next));
            return true;
        } catch (IOException | RuntimeException | Error e) {
            failed(String.valueOf(e.getMessage()));
            return false;
        }
    }

    private synchronized void add(LaunchedSandbox next) {
        waiting.add(next);
    }

    private synchronized Optional<LaunchedSandbox> poll() {
        Optional<LaunchedSandbox> next = Optional.ofNullable(waiting.poll());
        if (next.isPresent()) {
            pause = FIRST_PAUSE;
        }
        return next;
    }

    private synchronized boolean remove(LaunchedSandbox sandbox) {
        return waiting.remove(sandbox);
    }

    /** The kernel ends those first when memory is short, and a person can. */
    private void ended(LaunchedSandbox sandbox) {
        if (remove(sandbox)) {
            failed("one ended while it waited for a command");
            thread.execute(sandbox::close);
        }
    }

    private synchronized void launched() {
        trouble.ifPresent(what -> LOG.info("Sandboxes are launched ahead of their commands again"));
        trouble = Optional.empty();
    }

    private synchronized void failed(String cause) {
        if (trouble.isEmpty()) {
            LOG.warnf(
                    "No sandbox can be launched ahead of its command: %s. It is tried again; until then each command waits for its own",
                    cause);
        }
        trouble = Optional.of(cause);
        if (inPause) {
            return;
        }
        inPause = true;
        ScheduledFuture<?> unused = thread.schedule(this::retry, pause.toMillis(), TimeUnit.MILLISECONDS);
        pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    }

    private void retry() {
        synchronized (this) {
            inPause = false;
        }
        refill();
    }

    private void discardAll() {
        List<LaunchedSandbox> all;
        synchronized (this) {
            all = List.copyOf(waiting);
            waiting.clear();
        }
        all.forEach(LaunchedSandbox::close);
    }
}
