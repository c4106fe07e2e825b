package io.patchline.executor.intake;

import io.patchline.broker.BrokerSession;
import io.patchline.broker.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What this executor takes from the lane queues. Each session has its own subscriptions; a delivery whose session ended goes on running,
 * and its redelivery waits for it. Safe for use by several threads.
 */
public final class Intake {
    private final Topology topology;
    private final DeliveryHandler handler;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private List<LaneConsumer> consumers = List.of();
    private boolean draining;
    private int handling;

    public Intake(Topology topology, DeliveryHandler handler) {
        this.topology = topology;
        this.handler = handler;
    }

    /**
     * Subscribes to the lane queues in this session.
     *
     * @throws IOException if the session is broken
     */
    public synchronized void moveIn(BrokerSession session) throws IOException {
        if (draining) {
            return;
        }
        List<LaneConsumer> subscribed = new ArrayList<>();
        for (int lane = 0; lane < topology.lanes(); lane++) {
            subscribed.add(LaneConsumer.subscribe(session.openChannel(), Topology.laneQueue(lane), this::receive));
        }
        consumers = List.copyOf(subscribed);
    }

    /** Takes no more from now on; what was taken goes on. */
    public void drain() {
        List<LaneConsumer> last;
        synchronized (this) {
            draining = true;
            last = consumers;
            consumers = List.of();
        }
        last.forEach(LaneConsumer::leave);
    }

    public synchronized boolean isDraining() {
        return draining;
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
