package io.patchline.bench;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What more executors bring. */
final class ScalePart implements Part {
    private static final List<Integer> EXECUTORS = List.of(1, 2, 4, 8);
    private static final int IN_FLIGHT = 16;
    private static final String COMMAND = "sleep 0.2";
    private static final Duration UNCOUNTED = Duration.ofSeconds(3);
    private static final Duration SPREAD_WITHIN = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String explanation() {
        return "From the request to the outcome of `" + COMMAND + "`, " + IN_FLIGHT + " in flight in " + Site.LANES
                + " lane queues, on executors of one slot each: work that waits and does not compute, so that the spread is measured and not the two cores. "
                + "One slot can carry out at most five a second. Turns twice as long as the others.";
    }

    @Override
    public List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        try (Site site = new Site(ground, ground.present())) {
            Crew crew = new Crew(site);
            List<Contender> contenders = EXECUTORS.stream()
                    .<Contender>map(number -> new Scaled(number, crew, load(ground, site)))
                    .toList();
            return new Comparison("executors", contenders)
                    .run(options.rounds(), options.turn().multipliedBy(2));
        }
    }

    private static HttpContender load(Ground ground, Site site) {
        return new HttpContender(
                "",
                ground.wrk("patches.lua"),
                site.at("/webhook"),
                IN_FLIGHT,
                Site.waiting(COMMAND),
                site::cpu,
                site::purgeLanes);
    }

    /** The executors of a site, as many as a turn wants. */
    private static final class Crew {
        private final Site site;
        private final Deque<BenchProcess> executors = new ArrayDeque<>();

        Crew(Site site) {
            this.site = site;
        }

        void be(int number) throws IOException {
            while (executors.size() > number) {
                site.stop(executors.pop());
            }
            while (executors.size() < number) {
                executors.push(site.startExecutor(
                        Map.of("PATCHLINE_SLOTS", "1", "PATCHLINE_EXECUTOR_NAME", "bench-" + executors.size())));
            }
            await("each has its share")
                    .atMost(SPREAD_WITHIN)
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> shares().equals(List.of(Site.LANES / number)));
        }

        /** How many lane queues the executors have, each size once; an executor that has just ended is still listed for some seconds. */
        private List<Integer> shares() throws IOException {
            HttpURLConnection look =
                    (HttpURLConnection) site.at("/v1/executors").toURL().openConnection();
            look.setRequestProperty("Authorization", "Bearer " + Site.TOKEN);
            if (look.getResponseCode() != 200) {
                return List.of();
            }
            JsonNode listed =
                    MessageCodec.mapper().readTree(look.getInputStream()).get("executors");
            return StreamSupport.stream(listed.spliterator(), false)
                    .map(executor -> executor.get("lanes").size())
                    .distinct()
                    .toList();
        }
    }

    private record Scaled(int executors, Crew crew, HttpContender load) implements Contender {
        @Override
        public String name() {
            return Integer.toString(executors);
        }

        @Override
        public Sample turn(Duration length) throws IOException, InterruptedException {
            crew.be(executors);
            load.turn(UNCOUNTED);
            return load.turn(length);
        }
    }
}
