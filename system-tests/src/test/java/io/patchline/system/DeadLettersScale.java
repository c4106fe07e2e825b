package io.patchline.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.broker.TestBroker;
import io.patchline.message.MessageCodec;
import io.patchline.message.Topology;
import io.patchline.patch.Lane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Dead letters by the thousand; not among the suite's tests, see {@code bench/dead-letters}. */
class DeadLettersScale {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final int LETTERS = 1000;
    private static final int REPLAYED = 400;
    private static final int DISCARDED = 100;
    private static final int PEEKS = 25;

    private final TestBroker broker = TestBroker.shared();
    private final String url = broker.newVirtualHost();
    private final String virtualHost = URI.create(url).getPath().substring(1);

    @Test
    void a_thousand_are_accounted_for_through_peeks_kills_and_operators(@TempDir Path directory) throws Exception {
        try (Pipeline pipeline = new Pipeline(
                        directory,
                        url,
                        Map.of("PATCHLINE_DEAD_LETTERS_RATE", "50", "PATCHLINE_DEAD_LETTERS_CHECK_EVERY", "1s"));
                BrokerHand hand = new BrokerHand(url)) {
            pipeline.startExecutor(Map.of("PATCHLINE_SLOTS", "4"));
            pipeline.awaitReady();
            Letters letters = new Letters(pipeline);
            letters.submitAll();
            await().atMost(LONG).until(() -> letters.matching("") == LETTERS);
            Files.writeString(pipeline.workspace().resolve("go"), "");

            for (int peek = 0; peek < PEEKS; peek++) {
                // What ingest's own look, or the peek before, has in hand at the moment nobody else sees: it is back in
                // a moment.
                await("a peek at all of them").atMost(LONG).until(() -> peek() == LETTERS);
            }
            assertThat(letters.act("POST", "/v1/dead-letters/p-0/replay", "").statusCode())
                    .isEqualTo(202);
            letters.replayThroughKills();
            letters.order("discard", "discard", DISCARDED);
            await().atMost(LONG).until(() -> letters.matching("?target=discard") == 0);
            await().atMost(LONG)
                    .until(() -> letters.ids(id -> letters.runs(id) == 2).size() == REPLAYED + 1);
            await().atMost(LONG).until(() -> hand.depth(Topology.DEAD) == letters.matching(""));

            account(letters);
            moveByShovel(letters, hand);
        }
    }

    @Test
    void among_ten_thousand_a_page_and_a_replay_are_quick(@TempDir Path directory) throws Exception {
        int many = 10_000;
        try (Pipeline pipeline = new Pipeline(directory, url);
                BrokerHand hand = new BrokerHand(url)) {
            pipeline.awaitReady();
            Letters letters = new Letters(pipeline);
            hand.bury(many, "t-");
            await().atMost(LONG).until(() -> letters.matching("") == many);

            List<Long> pages = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                pages.add(millis(() -> letters.get("/v1/dead-letters?limit=100")));
            }
            List<Long> replays = new ArrayList<>();
            for (int i : new int[] {many - 1, 0, 5000, 7777, 123}) {
                replays.add(millis(() -> assertThat(letters.act("POST", "/v1/dead-letters/t-" + i + "/replay", "")
                                .statusCode())
                        .isEqualTo(202)));
            }
            report("%s, %d dead letters: first page of 100 in ms %s; replay by id in ms %s"
                    .formatted(broker.description(), many, pages, replays));
            assertThat(median(pages)).isLessThan(100);
            assertThat(median(replays)).isLessThan(2000);
            assertThat(hand.depth(Topology.DEAD)).isEqualTo(many - 5);
        }
    }

    /** By ids and not by numbers: two errors that cancel each other out in a sum must not. */
    private void account(Letters letters) throws IOException {
        Set<String> ran = letters.ids(number -> letters.runs(number) > 1);
        Set<String> twice = letters.ids(number -> letters.runs(number) > 2);
        Set<String> dead = letters.dead();
        Set<String> discarded = letters.ids(letters::isDiscarded);
        Set<String> together = new TreeSet<>(ran);
        together.addAll(dead);
        together.addAll(discarded);
        report(
                "%s: %d ran again, %d are dead, %d were discarded: %d different ids together; %d ran more than twice in all; %d peeks at all of them; the job went through 2 kills of ingest"
                        .formatted(
                                broker.description(),
                                ran.size(),
                                dead.size(),
                                discarded.size(),
                                together.size(),
                                twice.size(),
                                PEEKS));
        assertThat(twice).isEmpty();
        assertThat(ran).isEqualTo(letters.ids(number -> number <= REPLAYED));
        assertThat(discarded).isEqualTo(letters.ids(number -> number > REPLAYED && number <= REPLAYED + DISCARDED));
        assertThat(dead).isEqualTo(letters.ids(number -> number > REPLAYED + DISCARDED));
        assertThat(together).isEqualTo(letters.ids(number -> true));
    }

    private void moveByShovel(Letters letters, BrokerHand hand) throws Exception {
        Letters.discardTheRest(letters);
        await().atMost(LONG).until(() -> hand.depth(Topology.DEAD) == 0);
        Files.delete(letters.pipeline.workspace().resolve("go"));
        letters.submit(LETTERS, "shovelled");
        await().atMost(LONG).until(() -> letters.matching("") == 1);
        Files.writeString(letters.pipeline.workspace().resolve("go"), "");
        int queue = new Lane(Letters.lane(LETTERS)).queue(8);
        String shovel = """
                {"value": {"src-protocol": "amqp091", "src-uri": "amqp:///%s", "src-queue": "patches.dead", "src-delete-after": "queue-length",
                 "dest-protocol": "amqp091", "dest-uri": "amqp:///%s", "dest-queue": "patches.lane.%d", "dest-add-forward-headers": false, "src-prefetch-count": 1000}}""".formatted(virtualHost, virtualHost, queue);
        broker.callManagement("PUT", "/api/parameters/shovel/" + virtualHost + "/move", shovel);
        await().atMost(LONG).until(() -> letters.runs(LETTERS) == 2 && letters.matching("") == 0);
        assertThat(letters.pipeline.story("p-" + LETTERS, 10).at("/status").asText())
                .isEqualTo("succeeded");
        assertThat(letters.runs(LETTERS)).isEqualTo(2);
        report("moved back by a shovel as the console's Move messages makes it: ran once, listed no more");
    }

    /** Looks at everything in the queue, as the console does, with requeue. */
    private int peek() throws IOException {
        String all = broker.callManagement(
                "POST",
                "/api/queues/" + virtualHost + "/patches.dead/get",
                "{\"count\": 2000, \"ackmode\": \"ack_requeue_true\", \"encoding\": \"auto\", \"truncate\": 100}");
        return MessageCodec.mapper().readTree(all).size();
    }

    private static long millis(Runnable what) {
        long start = System.nanoTime();
        what.run();
        return (System.nanoTime() - start) / 1_000_000;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static void report(String line) throws IOException {
        String file = System.getProperty("patchline.report", "");
        if (file.isEmpty()) {
            System.out.println(line);
        } else {
            Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    /** The patches of the first test: each fails until the file {@code go} is there, and writes a line each time it is run. */
    private record Letters(Pipeline pipeline) {
        static String lane(int number) {
            return "lane-" + number % 50;
        }

        void submitAll() throws Exception {
            List<Future<?>> all = new ArrayList<>();
            try (ExecutorService clients = Executors.newFixedThreadPool(8)) {
                for (int i = 0; i < LETTERS; i++) {
                    int number = i;
                    String target =
                            i == 0 ? "one" : i <= REPLAYED ? "replay" : i <= REPLAYED + DISCARDED ? "discard" : "rest";
                    all.add(clients.submit(() -> submit(number, target)));
                }
            }
            for (Future<?> one : all) {
                one.get();
            }
        }

        void submit(int number, String target) {
            String command = "echo x >> runs.%d; test -e go".formatted(number);
            HttpResponse<String> answer = pipeline.submit("p-" + number, target, command, Map.of("lane", lane(number)));
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        }

        void replayThroughKills() {
            String job = order("replay", "replay", REPLAYED);
            for (int rest : new int[] {300, 150}) {
                await().pollInterval(Duration.ofMillis(50))
                        .atMost(LONG)
                        .until(() -> get(job).at("/remaining").asInt() <= rest);
                pipeline.ingest().kill9();
                pipeline.replaceIngest();
                pipeline.awaitReady(pipeline.ingest());
            }
            await().atMost(LONG).until(() -> get(job).at("/state").asText().equals("done"));
        }

        /** Orders it after a dry run; returns the job's address. */
        String order(String act, String target, int expected) {
            String filter = "{\"filter\": {\"target\": \"" + target + "\"}, ";
            JsonNode dry = Pipeline.json(act("POST", "/v1/dead-letters/" + act, filter + "\"dryRun\": true}"));
            assertThat(dry.at("/count").asInt()).isEqualTo(expected);
            HttpResponse<String> ordered =
                    act("POST", "/v1/dead-letters/" + act, filter + "\"count\": " + expected + "}");
            assertThat(ordered.statusCode()).as(ordered.body()).isEqualTo(202);
            return Pipeline.json(ordered).at("/self").asText();
        }

        static void discardTheRest(Letters letters) {
            letters.order("discard", "rest", letters.matching("?target=rest"));
        }

        int matching(String query) {
            return get("/v1/dead-letters" + query).at("/matching").asInt();
        }

        Set<String> ids(IntPredicate numbers) {
            return IntStream.range(0, LETTERS)
                    .filter(numbers)
                    .mapToObj(number -> "p-" + number)
                    .collect(Collectors.toCollection(TreeSet::new));
        }

        /** All that is listed, page by page. */
        Set<String> dead() {
            Set<String> ids = new TreeSet<>();
            String cursor = "";
            do {
                JsonNode page = get("/v1/dead-letters?limit=500" + cursor);
                page.at("/dead_letters")
                        .forEach(letter ->
                                assertThat(ids.add(letter.at("/id").asText())).isTrue());
                cursor = page.has("next")
                        ? "&cursor=" + URLEncoder.encode(page.at("/next").asText(), StandardCharsets.UTF_8)
                        : "";
            } while (!cursor.isEmpty());
            return ids;
        }

        int runs(int number) {
            try {
                return Files.readAllLines(pipeline.workspace().resolve("runs." + number))
                        .size();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean isDiscarded(int number) {
            return pipeline.story("p-" + number, 0)
                    .at("/timeline")
                    .findValuesAsText("what")
                    .contains("discarded");
        }

        HttpResponse<String> act(String method, String path, String body) {
            return pipeline.call(method, pipeline.ingest(), path, body);
        }

        JsonNode get(String path) {
            return Pipeline.json(act("GET", path, ""));
        }
    }
}
