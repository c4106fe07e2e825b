package io.patchline.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.patchline.message.MessageCodec;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** The HTTP client wrk: one thread, keep-alive, the next request of a connection when the last is answered. */
final class Wrk {
    private static final String RESULT = "RESULT ";

    private final Path directory;
    private final Path script;

    /** @param script in Lua; it prints the line {@code RESULT {…}} at its end */
    Wrk(Path directory, Path script) {
        this.directory = directory;
        this.script = script;
    }

    /**
     * @param arguments of the script
     * @throws IOException if one answer was not as the script wants it
     */
    Turn run(URI url, int connections, Duration length, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "wrk",
                "-t1",
                "-c" + connections,
                "-d" + length.toMillis() / 1000 + "s",
                "--timeout",
                "60s",
                "-s",
                script.toString(),
                url.toString(),
                "--"));
        command.addAll(Arrays.asList(arguments));
        try (BenchProcess wrk = BenchProcess.startTalking("wrk", directory, Map.of(), command)) {
            String output = wrk.finish();
            JsonNode result =
                    MessageCodec.mapper().readTree(output.substring(output.lastIndexOf(RESULT) + RESULT.length()));
            if (result.get("bad").asLong() > 0) {
                throw new IOException("wrk saw answers that are no success: " + result);
            }
            return new Turn(
                    result.get("requests").asLong(),
                    result.get("micros").asDouble() / 1e6,
                    result.get("p50").asDouble() / 1e3,
                    result.get("p99").asDouble() / 1e3);
        }
    }

    /** @param seconds from the first request to the last answer */
    record Turn(long requests, double seconds, double p50, double p99) {
        Sample sample() {
            return new Sample(requests / seconds, p50, p99, Double.NaN);
        }
    }
}
