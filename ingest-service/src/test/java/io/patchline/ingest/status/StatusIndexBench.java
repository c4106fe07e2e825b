package io.patchline.ingest.status;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.broker.OutgoingMessage;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Measures the status index: the heap that finished patches take, and how fast it is folded from decoded bytes. With an AMQP address it writes
 * the same log to a broker instead, for a service that is then timed as it starts. See {@code bench/status-index}.
 */
public final class StatusIndexBench {
    private static final int PATCHES = 100_000;
    private static final long MEMORY = 200 << 20;
    private static final int CHUNK = 2_000;
    private static final int ROUNDS = 3;

    private StatusIndexBench() {}

    /** Without arguments: heap and fold. With an AMQP address and a number of patches: fills the log there. */
    public static void main(String... args) throws Exception {
        if (args.length == 2) {
            fill(args[0], Integer.parseInt(args[1]));
            return;
        }
        for (int round = 1; round <= ROUNDS; round++) {
            measure(round);
        }
    }

    private static void measure(int round) {
        long before = heapAfterGc();
        StatusIndex index = new StatusIndex(PATCHES, MEMORY);
        LogTail tail = new LogTail(index, new LogFeed(), List.of(), Clock.systemUTC());
        SampleLog log = new SampleLog(round);
        long nanos = 0;
        long bytes = 0;
        long offset = 0;
        for (int first = 0; first < PATCHES; first += CHUNK) {
            List<LogMessage> chunk = new ArrayList<>();
            for (int number = first; number < first + CHUNK; number++) {
                for (OutgoingMessage message : log.patch(number)) {
                    chunk.add(SampleLog.at(offset++, message));
                    bytes += message.body().length;
                }
            }
            long begin = System.nanoTime();
            chunk.forEach(tail::fold);
            nanos += System.nanoTime() - begin;
        }
        long heap = heapAfterGc() - before;
        System.out.printf(
                Locale.ROOT,
                "round %d: %,d patches, %,d messages, %,d MB read; heap %.1f MB (%,d bytes a patch, by its own account %.1f MB); folded at %,.0f messages/s%n",
                round,
                index.size(),
                offset,
                bytes / 1_000_000,
                heap / 1e6,
                heap / index.size(),
                index.bytes() / 1e6,
                offset / (nanos / 1e9));
    }

    private static long heapAfterGc() {
        long used = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            used = Math.min(
                    used,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return used;
    }

    private static void fill(String url, int patches) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        SampleLog log = new SampleLog(1);
        try (Connection connection = factory.newConnection("status-index bench");
                Channel channel = connection.createChannel()) {
            channel.confirmSelect();
            for (int number = 0; number < patches; number++) {
                for (OutgoingMessage message : log.patch(number)) {
                    channel.basicPublish("", "patches.log", message.properties(), message.body());
                }
                if (number % 1000 == 999) {
                    channel.waitForConfirmsOrDie(30_000);
                }
            }
            channel.waitForConfirmsOrDie(30_000);
        }
        System.out.printf(
                Locale.ROOT, "%,d messages written to the log%n", (long) patches * SampleLog.MESSAGES_PER_PATCH);
    }
}
