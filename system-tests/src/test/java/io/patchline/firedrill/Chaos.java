package io.patchline.firedrill;

import java.time.Duration;

/** What befalls the services. Executors and ingest replicas are numbered from 0. Whatever is killed is started again. */
sealed interface Chaos {

    /** kill -9 of one executor, which is started again after this time. */
    record KillExecutor(int executor, Duration away) implements Chaos {}

    /** kill -9 of all executors at the same time. */
    record KillAllExecutors(Duration away) implements Chaos {}

    /** kill -9 of one ingest replica. */
    record KillIngest(int ingest, Duration away) implements Chaos {}

    /** SIGSTOP of an executor for longer than the broker's patience with its heartbeat, then SIGCONT. */
    record FreezeExecutor(int executor, Duration frozen) implements Chaos {}

    /** kill -9 of the broker. */
    record KillBroker(Duration away) implements Chaos {}

    /** The broker is stopped in order and started again. */
    record RestartBroker() implements Chaos {}

    /** Not a byte is left on the disk of the state directory. */
    record FillDisk(Duration full) implements Chaos {}

    /** The repository is not where it was for so long. */
    record RepositoryAway(Duration away) implements Chaos {}

    /** The connections between an executor and the repository are reset in the middle of what they carry, and new ones are, too. */
    record ResetFromRepository(int executor, Duration cut) implements Chaos {}

    /** Between an executor and the repository nothing passes any more, and nobody is told; then everything passes late. */
    record SilenceFromRepository(int executor, Duration cut) implements Chaos {}

    /** The connections between an executor and the broker are reset, and new ones are, too. */
    record ResetExecutor(int executor, Duration cut) implements Chaos {}

    /** Between an executor and the broker nothing passes any more, and nobody is told. */
    record SilenceExecutor(int executor, Duration cut) implements Chaos {}

    /** Between an ingest replica and the broker nothing passes any more, and nobody is told. */
    record SilenceIngest(int ingest, Duration cut) implements Chaos {}

    /** kill -9 of one executor, which comes back with a clock that is wrong by so much, until it is killed the next time. */
    record SkewClock(int executor, Duration by) implements Chaos {}
}
