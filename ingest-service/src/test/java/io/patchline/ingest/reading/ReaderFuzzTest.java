package io.patchline.ingest.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.patchline.message.MessageCodec;
import io.patchline.outcome.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are, there is a reading; and what was understood travels. Another seed: {@code -Dpatchline.seed=…}. */
class ReaderFuzzTest {
    private static final int CASES = 20_000;
    private static final List<String> SEEDS = List.of(
            "{\"id\":\"p\",\"role\":\"command_patch\",\"target_file\":\"/tmp/x\",\"patch\":\"echo s3cr3t\"}",
            "{\"role\":\"system\",\"patch\":\"--- a/x\\n+++ b/x\\n@@ -1 +1 @@\\n-s3cr3t\\n+b\\n\"}",
            "{\"target_file\":\"a\",\"patch\":{\"pattern\":\"s3cr3t\",\"replacement\":\"\\ud83d\\ude80\"}}",
            "{\"mutations\":[{\"op\":\"upsert\",\"path\":\"a/b\",\"contents\":\"s3cr3t\",\"mode\":\"755\"},"
                    + "{\"file\":\"c\",\"old_string\":\"s3cr3t\",\"new_string\":\"é\",\"occurrences\":\"all\"}],"
                    + "\"postMutationBuild\":{\"shell\":[\"make\"]}}",
            "{\"patch\":{\"id\":\"q\",\"patch\":{\"mutations\":[{\"path\":\"a\",\"op\":\"delete\"}],\"postMutationBuild\":\"x\"},"
                    + "\"timeout\":\"1h\",\"retries\":1,\"network\":true,\"dryRun\":false,\"onFailure\":\"keep\"},\"agent\":1.50}",
            "{\"metadata\":{\"a\":[1,-2.5e3,null,true,{\"b\":\"s3cr3t\"}]},\"lane\":\"l\",\"patch\":{\"contents\":\"x\"}}");
    private static final List<String> TOKENS = List.of(
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\\",
            "null",
            "true",
            "7",
            "-1e400",
            "\"\"",
            "{}",
            "[]",
            "\\u0000",
            "\\ud83d",
            "\n",
            "\0",
            "\"id\":",
            "\"patch\":",
            "\"path\":\"..\",",
            "\"mutations\":",
            "\"op\":\"delete\",",
            "é",
            "\ufeff",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "99999999999999999999999999");

    private final long seed = Long.getLong("patchline.seed", 20261121);
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void whatever_the_bytes_are_there_is_a_reading_without_an_echo() {
        System.out.println("ReaderFuzzTest: -Dpatchline.seed=" + seed);
        PatchParser reader = Submitting.reader(ValidationRules.DEFAULTS);
        int understood = 0;
        for (int i = 0; i < CASES; i++) {
            byte[] body = mutated();
            try {
                understood += check(reader.read(body)) ? 1 : 0;
            } catch (Exception | AssertionError | StackOverflowError e) {
                fail("seed " + seed + ", case " + i + ": " + new String(body, UTF_8), e);
            }
        }
        assertThat(understood).as("patches that survived").isBetween(CASES / 20, CASES * 19 / 20);
    }

    private static boolean check(ParseResult reading) throws MessageCodec.UndecodableException {
        return switch (reading) {
            case ParseResult.Understood(var patch) -> {
                assertThat(MessageCodec.readPatch(MessageCodec.write(patch))).isEqualTo(patch);
                yield true;
            }
            case ParseResult.Unreadable(var problems) -> {
                assertThat(problems).isNotEmpty().hasSizeLessThanOrEqualTo(52);
                assertThat(problems).extracting(Problem::detail).noneMatch(detail -> detail.contains("s3cr3t"));
                yield false;
            }
        };
    }

    private byte[] mutated() {
        byte[] body = any(SEEDS).getBytes(UTF_8);
        for (int edits = random.nextInt(4); edits >= 0; edits--) {
            body = edited(body);
        }
        return body;
    }

    private byte[] edited(byte[] body) {
        int from = random.nextInt(body.length + 1);
        int to = Math.min(body.length, from + random.nextInt(8));
        byte[] inserted = switch (random.nextInt(5)) {
            case 0 -> any(TOKENS).getBytes(UTF_8);
            case 1 -> new byte[] {(byte) random.nextInt(256)};
            case 2 -> copied(body);
            default -> new byte[0];
        };
        boolean kept = random.nextInt(3) > 0;
        return join(Arrays.copyOf(body, from), inserted, Arrays.copyOfRange(body, kept ? from : to, body.length));
    }

    private byte[] copied(byte[] body) {
        int from = random.nextInt(body.length + 1);
        return Arrays.copyOfRange(body, from, Math.min(body.length, from + random.nextInt(40)));
    }

    private String any(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }

    private static byte[] join(byte[] a, byte[] b, byte[] c) {
        byte[] all = Arrays.copyOf(a, a.length + b.length + c.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        System.arraycopy(c, 0, all, a.length + b.length, c.length);
        return all;
    }
}
