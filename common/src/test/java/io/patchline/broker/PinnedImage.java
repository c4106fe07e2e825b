package io.patchline.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/** The official image of the RabbitMQ that {@code deploy/rabbitmq/version} names. */
final class PinnedImage {
    private PinnedImage() {}

    static String name() {
        return nameOf(version());
    }

    static String nameOf(String version) {
        return "rabbitmq:" + version + "-management";
    }

    static String version() {
        return read("deploy/rabbitmq/version").strip();
    }

    /** A file of the repository. */
    static String read(String file) {
        String root = Objects.requireNonNull(
                System.getProperty("patchline.root"),
                "the system property patchline.root is not set: run the tests by Maven");
        try {
            return Files.readString(Path.of(root, file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
