package io.patchline.executor.intake;

import com.rabbitmq.client.ShutdownSignalException;
import io.patchline.broker.BrokerSession;
import io.patchline.message.Presence;
import java.io.IOException;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spreads the lane queues over the executors that are there: says once a second that this one is, hears the others, and lets the intake take from its share.
 * Only the balance depends on it; that a queue is in order and with one executor at a time is the broker's doing. Safe for use by several threads.
 */
public final class LaneBalance {
    private static final Logger LOG = LoggerFactory.getLogger(LaneBalance.class);

    private final Presence self;
    private final int lanes;
    private final Intake intake;
    private final Consumer<Presence> announce;
    private final ExecutorMembership membership = new ExecutorMembership(System::nanoTime);
    private Set<Integer> share = Set.of();

    /**
     * @param self this executor
     * @param lanes the number of lane queues
     * @param announce says a presence to everybody, and does not wait
     */
    public LaneBalance(Presence self, int lanes, Intake intake, Consumer<Presence> announce) {
        this.self = self;
        this.lanes = lanes;
        this.intake = intake;
        this.announce = announce;
    }

    /**
     * In a new session takes the same share as before, until others are heard.
     *
     * @throws IOException if the session is broken
     */
    public synchronized void onSession(BrokerSession session) throws IOException {
        membership.hearingAgain();
        membership.heard(presence());
        share = new LaneShares(membership.alive(), lanes).of(self.executor());
        intake.onSession(session, share);
        announce.accept(presence());
    }

    /** To be called once a second. A defect in one call does not keep the next from being made. */
    public synchronized void tick() {
        try {
            membership.heard(presence());
            announce.accept(presence());
            if (intake.isTaking()) {
                rebalance();
            }
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("A defect kept lane queues from being taken over; it is tried again");
        }
    }

    /** An executor, this one included, has spoken. */
    synchronized void heard(Presence presence) {
        boolean known = membership.alive().getOrDefault(presence.executor(), 0) == presence.slots();
        membership.heard(presence);
        if (!known && intake.isTaking()) {
            rebalance();
        }
    }

    /** This executor takes no more: the others need not wait until they have not heard of it. Again and again is harmless. */
    public synchronized void leave() {
        intake.drain();
        announceEmptyShare();
    }

    /** As {@link #leave}, until {@link #resume}. */
    public synchronized void pause() {
        intake.pause();
        announceEmptyShare();
    }

    /** Takes part again, unless it leaves. */
    public synchronized void resume() {
        intake.resume();
        tick();
    }

    private void announceEmptyShare() {
        share = Set.of();
        membership.heard(presence());
        announce.accept(presence());
    }

    /** The numbers of the lane queues that this executor takes from. */
    public synchronized Set<Integer> share() {
        return share;
    }

    private Presence presence() {
        return intake.isTaking() ? self : self.leaving();
    }

    private void rebalance() {
        Set<Integer> next = new LaneShares(membership.alive(), lanes).of(self.executor());
        if (next.equals(share)) {
            return;
        }
        LOG.atInfo()
                .addKeyValue("executors", membership.alive().size())
                .addKeyValue("lanes", next)
                .log("Takes from these lane queues now");
        try {
            intake.takeFrom(next);
            share = next;
        } catch (IOException | ShutdownSignalException e) {
            LOG.atInfo()
                    .addKeyValue("cause", e.getMessage())
                    .log("The session ended while lane queues were taken over");
        }
    }
}
