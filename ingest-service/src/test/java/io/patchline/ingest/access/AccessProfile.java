package io.patchline.ingest.access;

import io.patchline.patch.Digest;
import io.quarkus.test.junit.QuarkusTestProfile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The running service with a few tokens and without a broker: whoever is let in and submits a patch is answered with 503. */
public class AccessProfile implements QuarkusTestProfile {
    static final String SUBMITTER = "pl_submitter_000000000000000000000";
    static final String READER = "pl_reader_000000000000000000000000";
    static final String OPERATOR = "pl_operator_0000000000000000000000";
    public static final String ALL = "pl_all_000000000000000000000000000";
    static final String EXPIRED = "pl_expired_00000000000000000000000";
    public static final String SLOW = "pl_slow_00000000000000000000000000";

    /** Always the same: this class is loaded more than once. */
    static final Path DIRECTORY = Path.of("target", "door").toAbsolutePath();

    @Override
    public Map<String, String> getConfigOverrides() {
        write("tokens", tokens());
        Map<String, String> settings = new HashMap<>();
        settings.put("patchline.access.tokens-file", DIRECTORY.resolve("tokens").toString());
        settings.put("patchline.access.failures", "1000000/s");
        // The build's own properties begin with patchline, too.
        settings.put("smallrye.config.mapping.validate-unknown", "false");
        settings.put("quarkus.log.category.\"io.patchline\".level", "ERROR");
        settings.put("patchline.broker.url", "amqp://guest:guest@127.0.0.1:1");
        return settings;
    }

    static String tokens() {
        return String.join(
                "\n",
                line("submitter", "submit", SUBMITTER, ""),
                line("reader", "read", READER, ""),
                line("operator", "operate", OPERATOR, ""),
                line("all", "submit,read,operate", ALL, ""),
                line("expired", "submit,read,operate", EXPIRED, " expires=2026-01-01T00:00:00Z"),
                line("slow", "submit,read", SLOW, " rate=2/h"));
    }

    static String line(String name, String scopes, String token, String options) {
        return name + ":" + scopes + ":" + Digest.sha256Hex(token.getBytes(StandardCharsets.UTF_8)) + options;
    }

    static Path write(String name, String text) {
        try {
            Files.createDirectories(DIRECTORY);
            return Files.writeString(DIRECTORY.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
