package io.patchline.ingest.callbacks;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Looks names up on threads of its own, few and with a bounded queue: a lookup blocks its thread for as long as a name server takes, and the names are chosen
 * by those who submit patches. A name for which there is no room, or no answer in time, is not known for now. Safe for use by several threads.
 */
final class NameLookups implements CallbackResolver.Lookup {
    private static final int THREADS = 8;
    private static final int WAITING = 64;

    private final CallbackResolver.Lookup lookup;
    private final Duration within;
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS,
            THREADS,
            10,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            Thread.ofPlatform().daemon().name("name-lookup-", 0).factory());

    /**
     * @param lookup blocks
     * @param within how long an answer is waited for
     */
    NameLookups(CallbackResolver.Lookup lookup, Duration within) {
        this.lookup = lookup;
        this.within = within;
        threads.allowCoreThreadTimeOut(true);
    }

    @Override
    public InetAddress[] of(String host) throws UnknownHostException {
        Future<InetAddress[]> answer;
        try {
            answer = threads.submit(() -> lookup.of(host));
        } catch (RejectedExecutionException e) {
            throw new UnknownHostException("too many names are being looked up");
        }
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            answer.cancel(false);
            throw new UnknownHostException("no answer within " + within.toSeconds() + " s");
        } catch (ExecutionException e) {
            throw new UnknownHostException("the host's name is not known");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnknownHostException("interrupted");
        }
    }
}
