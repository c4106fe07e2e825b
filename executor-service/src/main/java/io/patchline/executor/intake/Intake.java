package io.patchline.executor.intake;

import com.rabbitmq.client.Channel;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What this executor takes from the lane queues. Each session has its own subscriptions; a delivery whose session ended goes on running,
 * and its redelivery waits for it. Safe for use by several threads.
 */
public final class Intake {
    /** Below the 2^32 ms of Erlang's timers. */
    private static final Duration LONGEST_TIMEOUT = Duration.ofDays(49);

    private final DeliveryHandler handler;
    private final Duration consumerTimeout;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<Integer, LaneConsumer> consumers = new HashMap<>();
    private Optional<BrokerSession> session = Optional.empty();
    private boolean draining;
    private boolean paused;
    private int handling;

    /**
     * @param consumerTimeout how long a broker that can be told (4.3 and later) waits for an acknowledgement: 1 second to 49 days
     * @throws IllegalArgumentException if it is out of bounds
     */
    public Intake(DeliveryHandler handler, Duration consumerTimeout) {
        if (consumerTimeout.compareTo(Duration.ofSeconds(1)) < 0 || consumerTimeout.compareTo(LONGEST_TIMEOUT) > 0) {
            throw new IllegalArgumentException(
                    "patchline.broker.consumer-timeout must be 1s to 49d, is " + consumerTimeout);
        }
        this.handler = handler;
        this.consumerTimeout = consumerTimeout;
    }

    /**
     * From now on takes in this session, from these lane queues.
     *
     * @throws IOException if the session is broken
     */
    synchronized void onSession(BrokerSession next, Set<Integer> lanes) throws IOException {
        session = Optional.of(next);
        consumers.clear();
        takeFrom(lanes);
    }

    /**
     * From now on takes from these lane queues: leaves others as soon as what it took from them is done, and subscribes to those that are new.
     *
     * @throws IOException if the session is broken
     */
    synchronized void takeFrom(Set<Integer> lanes) throws IOException {
        if (!isTaking() || session.isEmpty()) {
            return;
        }
        Map<Integer, LaneConsumer> toLeave = new HashMap<>(consumers);
        toLeave.keySet().removeAll(lanes);
        toLeave.values().forEach(LaneConsumer::leave);
        consumers.keySet().retainAll(lanes);
        for (Integer lane : lanes) {
            if (!consumers.containsKey(lane)) {
                Channel channel = session.get().openChannel();
                consumers.put(
                        lane,
                        LaneConsumer.subscribe(channel, Topology.laneQueue(lane), consumerTimeout, this::receive));
            }
        }
    }

    /** Takes no more from now on; what was taken goes on. */
    void drain() {
        synchronized (this) {
            draining = true;
        }
        leaveAll();
    }

    /** As {@link #drain}, until it is told to resume. */
    void pause() {
        synchronized (this) {
            paused = true;
        }
        leaveAll();
    }

    /** Takes again, when it is told from what, unless it drains. */
    synchronized void resume() {
        paused = false;
    }

    private void leaveAll() {
        List<LaneConsumer> last;
        synchronized (this) {
            last = List.copyOf(consumers.values());
            consumers.clear();
        }
        last.forEach(LaneConsumer::leave);
    }

    /** Whether it neither drains nor pauses. */
    public synchronized boolean isTaking() {
        return !draining && !paused;
    }

    public synchronized boolean isDraining() {
        return draining;
    }

    /** Whether everything that was taken is done and acknowledged. */
    public synchronized boolean isIdle() {
        return handling == 0;
    }

    /** Waits until everything that was taken is done and acknowledged. Returns whether it was within this time. */
    public synchronized boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (handling > 0) {
            long rest = (end - System.nanoTime()) / 1_000_000;
            if (rest <= 0) {
                return false;
            }
            wait(rest);
        }
        return true;
    }

    /** Gives up waiting for what is still being handled: it stays unacknowledged. */
    public void abandon() {
        threads.shutdownNow();
    }

    private void receive(Delivery delivery) {
        count(1);
        threads.execute(() -> {
            try {
                handler.handle(delivery);
            } finally {
                count(-1);
            }
        });
    }

    private synchronized void count(int change) {
        handling += change;
        notifyAll();
    }
}
