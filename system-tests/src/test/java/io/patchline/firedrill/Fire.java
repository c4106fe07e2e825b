package io.patchline.firedrill;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** Lets everything happen that is scheduled, each thing on a thread of its own. */
final class Fire {
    private final Site site;
    private final Consumer<String> said;
    private final ReentrantLock broker = new ReentrantLock();
    private final ReentrantLock disk = new ReentrantLock();
    private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();

    /**
     * @param said hears what happens, a line each
     */
    Fire(Site site, Consumer<String> said) {
        this.site = site;
        this.said = said;
    }

    /** Returns when all of it has happened and is over. */
    void burn(Schedule schedule) throws InterruptedException {
        long begin = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Schedule.Act act : schedule.acts()) {
                long rest = act.at().toNanos() - (System.nanoTime() - begin);
                TimeUnit.NANOSECONDS.sleep(rest);
                said.accept("%5.1f s  %s".formatted((System.nanoTime() - begin) / 1e9, act.chaos()));
                threads.execute(() -> happen(act.chaos()));
            }
        }
        if (!failures.isEmpty()) {
            throw new IllegalStateException("the drill itself failed", failures.peek());
        }
    }

    private void happen(Chaos chaos) {
        try {
            switch (chaos) {
                case Chaos.KillExecutor kill -> killedAtWork(site.executor(kill.executor()), kill.away(), Map.of());
                case Chaos.KillAllExecutors kill -> killAll(site.executors(), kill.away());
                case Chaos.KillIngest kill -> killed(site.ingest(kill.ingest()), kill.away(), Map.of());
                case Chaos.FreezeExecutor freeze -> {
                    site.executor(freeze.executor()).awaitBusy();
                    site.executor(freeze.executor()).whileFrozen(() -> pause(freeze.frozen()));
                }
                case Chaos.KillBroker kill -> killBroker(kill.away());
                case Chaos.RestartBroker restart -> restartBroker();
                case Chaos.FillDisk fill -> fillDisk(fill.full());
                case Chaos.RepositoryAway gone -> repositoryAway(gone.away());
                case Chaos.ResetExecutor reset ->
                    reset(site.executor(reset.executor()).network(), reset.cut());
                case Chaos.ResetFromRepository reset -> {
                    TcpProxy network = site.toRepository(reset.executor());
                    network.awaitBusy();
                    reset(network, reset.cut());
                }
                case Chaos.SilenceFromRepository cut -> {
                    TcpProxy network = site.toRepository(cut.executor());
                    network.awaitBusy();
                    silence(network, cut.cut());
                }
                case Chaos.SilenceExecutor cut ->
                    silence(site.executor(cut.executor()).network(), cut.cut());
                case Chaos.SilenceIngest cut ->
                    silence(site.ingest(cut.ingest()).network(), cut.cut());
                case Chaos.SkewClock skew ->
                    killedAtWork(site.executor(skew.executor()), Duration.ofSeconds(1), WrongClock.by(skew.by()));
            }
        } catch (RuntimeException | Error e) {
            failures.add(e);
        }
    }

    private static void killed(Replica replica, Duration away, Map<String, String> more) {
        replica.kill9();
        pause(away);
        replica.startAgain(more);
    }

    private static void killedAtWork(Replica executor, Duration away, Map<String, String> more) {
        executor.awaitBusy();
        killed(executor, away, more);
    }

    private static void killAll(List<Replica> replicas, Duration away) {
        replicas.getFirst().awaitBusy();
        replicas.parallelStream().forEach(Replica::kill9);
        pause(away);
        replicas.forEach(replica -> replica.startAgain(Map.of()));
    }

    private static void reset(TcpProxy network, Duration cut) {
        network.reset();
        pause(cut);
        network.heal();
    }

    private static void silence(TcpProxy network, Duration cut) {
        network.silence();
        pause(cut);
        network.heal();
    }

    private void killBroker(Duration away) {
        broker.lock();
        try {
            site.broker().kill9();
            pause(away);
            site.broker().startAgain();
        } finally {
            broker.unlock();
        }
    }

    private void restartBroker() {
        broker.lock();
        try {
            site.broker().stopInOrder();
            site.broker().startAgain();
        } finally {
            broker.unlock();
        }
    }

    private void fillDisk(Duration full) {
        disk.lock();
        try {
            site.state().fill();
            pause(full);
        } finally {
            site.state().free();
            disk.unlock();
        }
    }

    private void repositoryAway(Duration away) {
        Repository repository = site.repository().orElseThrow();
        repository.goAway();
        try {
            pause(away);
        } finally {
            repository.comeBack();
        }
    }

    private static void pause(Duration length) {
        try {
            TimeUnit.NANOSECONDS.sleep(length.toNanos());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
