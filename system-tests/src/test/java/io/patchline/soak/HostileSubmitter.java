package io.patchline.soak;

import java.io.IOException;
import java.util.Random;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Somebody with a token for submitting who sends what is small at the door and large behind it: two patches a second, in lanes of his own. */
final class HostileSubmitter implements Runnable {
    private static final long PAUSE_MILLIS = 500;
    private static final int KINDS = 8;

    private final Calls calls;
    private final Random random;
    private final BooleanSupplier over;
    private int number;

    HostileSubmitter(Calls calls, long seed, BooleanSupplier over) {
        this.calls = calls;
        this.random = new Random(seed);
        this.over = over;
    }

    @Override
    public void run() {
        while (!over.getAsBoolean()) {
            try {
                calls.submit(patch());
                Thread.sleep(PAUSE_MILLIS);
            } catch (IOException e) {
                // Refused or closed; the next one may fare better.
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    private String patch() {
        number++;
        String head = "{\"id\":\"hostile-%d\",\"lane\":\"hostile-%d\",\"timeout\":\"5s\"".formatted(number, number % 3);
        return switch (random.nextInt(KINDS)) {
            case 0 -> head + command("yes 0123456789abcdef | head -c 17000000");
            case 1 -> head + ",\"postMutationBuild\":[" + commands(80) + "]}";
            case 2 -> names();
            case 3 -> head + command("true").replace("}", "") + unknown() + "}";
            case 4 -> head + command("for i in 1 2 3 4 5 6; do mkfifo f$i$$; done; ls; rm -f f?$$");
            case 5 ->
                head + command("cd $TMPDIR; for i in $(seq 400); do mkdir dddddddddd && cd dddddddddd || exit; done");
            case 6 -> head + ",\"retries\":2" + command("head -c 3000000 /dev/urandom | base64; exit 1");
            default ->
                head + ",\"mutations\":[{\"path\":\"hostile.txt\",\"pattern\":\"(a|aa)+$\",\"replacement\":\"b\"}]}";
        };
    }

    private static String command(String text) {
        return ",\"role\":\"command_patch\",\"patch\":\"" + text.replace("\"", "\\\"") + "\"}";
    }

    private static String commands(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> "\"head -c 140000 /dev/zero | tr '\\\\0' '\\\"' | fold -w 100\"")
                .collect(Collectors.joining(","));
    }

    private static String unknown() {
        return IntStream.range(0, 40_000)
                .mapToObj(i -> ",\"tim_eou" + i + "\":1")
                .collect(Collectors.joining());
    }

    /** It becomes a dead letter, and holds its lane. */
    private String names() {
        String emoji = "\ud83d\ude00";
        return "{\"id\":\"g%d-%s\",\"lane\":\"%d-%s\",\"target_file\":\"%s\",\"onFailure\":\"hold\",\"mutations\":[{\"op\":\"delete\",\"path\":\"none\"}]}"
                .formatted(number, emoji.repeat(150), number, emoji.repeat(390), emoji.repeat(400));
    }
}
