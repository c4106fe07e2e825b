package io.patchline.system;

import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.patchline.broker.TestBroker;
import io.patchline.message.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * {@code bench/scaling}: the same patches on one executor and on four, each with one slot, in one run. Commands that sleep, so that what is measured is how well the lane queues
 * are spread and not the machine's processors.
 */
final class ScalingBench {
    private static final int PATCHES = 400;
    private static final int LANES = 64;
    /** For each executor's JVM as many as for four of them: what is measured is how work is spread, and not how a JVM starts. */
    private static final int WARM_UP = 6 * LANES;

    private static final int LANE_QUEUES = 8;
    private static final double MOST = 0.30;

    private final TestBroker broker;

    private ScalingBench(TestBroker broker) {
        this.broker = broker;
    }

    /** What came of one measurement. */
    private record Run(double seconds, long queuesWithoutConsumer) {}

    public static void main(String[] arguments) throws Exception {
        try (TestBroker broker = TestBroker.own()) {
            System.out.println("broker: " + broker.description());
            ScalingBench bench = new ScalingBench(broker);
            Run one = bench.measure(1);
            Run four = bench.measure(4);
            double ratio = four.seconds / one.seconds;
            System.out.printf("%n%d patches of sleep 0.2 in %d lanes, one slot each%n%n", PATCHES, LANES);
            System.out.println(
                    "| executors | seconds | of one's time | lane queues without a consumer |\n|---:|---:|---:|---:|");
            System.out.printf("| 1 | %.1f | 1.00 | %d |%n", one.seconds, one.queuesWithoutConsumer);
            System.out.printf("| 4 | %.1f | %.2f | %d |%n", four.seconds, ratio, four.queuesWithoutConsumer);
            boolean asPromised = ratio <= MOST && one.queuesWithoutConsumer + four.queuesWithoutConsumer == 0;
            System.out.printf("%nat most %.2f: %s%n", MOST, asPromised ? "yes" : "NO");
            System.exit(asPromised ? 0 : 1);
        }
    }

    private Run measure(int executors) throws Exception {
        Path directory = Files.createTempDirectory("patchline-scaling-");
        String url = broker.newVirtualHost();
        try (Pipeline pipeline = new Pipeline(directory, url)) {
            for (int i = 1; i <= executors; i++) {
                pipeline.startExecutor(Map.of("PATCHLINE_SLOTS", "1", "PATCHLINE_EXECUTOR_NAME", "executor-" + i));
            }
            pipeline.awaitReady();
            await("each has its share")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> consumers(url).size() == LANE_QUEUES);
            // Members that were ready last are known to the others within a second.
            await().pollDelay(Duration.ofSeconds(3)).until(() -> true);
            carryOut(pipeline, "warm", WARM_UP, "true");
            double seconds = carryOut(pipeline, "p", PATCHES, "sleep 0.2");
            return new Run(seconds, LANE_QUEUES - consumers(url).size());
        } finally {
            Directories.delete(directory);
        }
    }

    /** The seconds until all of them are carried out. */
    private static double carryOut(Pipeline pipeline, String prefix, int patches, String command) {
        List<Integer> lanes = EvenLanes.numbers(LANES, LANE_QUEUES);
        long begin = System.nanoTime();
        for (int i = 0; i < patches; i++) {
            pipeline.submit(prefix + i, "lane-" + lanes.get(i % LANES), command, Map.of());
        }
        for (int i = patches - LANES; i < patches; i++) {
            String last = prefix + i;
            await().pollDelay(Duration.ZERO)
                    .atMost(Duration.ofMinutes(15))
                    .until(() -> pipeline.story(last, 30).at("/status").asText().equals("succeeded"));
        }
        return (System.nanoTime() - begin) / 1e9;
    }

    /** The lane queues that somebody listens to. */
    private static List<String> consumers(String url) throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(url);
        List<String> with = new ArrayList<>();
        try (Connection connection = factory.newConnection()) {
            Channel channel = connection.createChannel();
            for (int lane = 0; lane < LANE_QUEUES; lane++) {
                if (channel.queueDeclarePassive(Topology.laneQueue(lane)).getConsumerCount() > 0) {
                    with.add(Topology.laneQueue(lane));
                }
            }
        }
        return with;
    }
}
