package io.patchline.executor.git.tree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Calls that only read the same place, at the same time: what each of them waits for, the others do not. */
final class SideBySide {
    private SideBySide() {}

    /**
     * The results, in the order of the calls. Returns or throws when all of them have ended, so that none goes on in a place that is given back.
     *
     * @throws IOException the first failure
     */
    static <T> List<T> all(List<Callable<T>> calls) throws IOException, InterruptedException {
        List<FutureTask<T>> tasks = calls.stream().map(FutureTask::new).toList();
        List<Thread> threads = new ArrayList<>();
        for (FutureTask<T> task : tasks.subList(1, tasks.size())) {
            threads.add(Thread.ofVirtual().name("side-by-side").start(task));
        }
        tasks.getFirst().run();
        boolean interrupted = joined(threads);
        if (interrupted || Thread.interrupted()) {
            throw new InterruptedException();
        }
        List<T> results = new ArrayList<>();
        for (FutureTask<T> task : tasks) {
            results.add(resultOf(task));
        }
        return results;
    }

    /** Returns whether somebody wanted this thread to end meanwhile: each call has a deadline. */
    private static boolean joined(List<Thread> threads) {
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        return interrupted;
    }

    private static <T> T resultOf(FutureTask<T> task) throws IOException, InterruptedException {
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException failure -> throw failure;
                case InterruptedException ended -> throw ended;
                case RuntimeException defect -> throw defect;
                case Error defect -> throw defect;
                case null, default -> throw new IllegalStateException(e);
            }
        }
    }
}
