package io.patchline.broker;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An authority and what it signs, made by {@code deploy/local/certificates}. */
public record Certificates(Path directory) {

    /** {@code NAME.pem} and {@code NAME-key.pem}: for a server that is reached by these hosts, or without any for a client. */
    public Certificates issue(String name, String... hosts) {
        Path script = Path.of(System.getProperty("patchline.root"), "deploy", "local", "certificates");
        List<String> line = new ArrayList<>(List.of(script.toString(), directory.toString(), name));
        line.addAll(Arrays.asList(hosts));
        Script.succeed(Duration.ofSeconds(60), line);
        return this;
    }

    public Path authority() {
        return directory.resolve("ca.pem");
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    public Path key(String name) {
        return directory.resolve(name + "-key.pem");
    }
}
