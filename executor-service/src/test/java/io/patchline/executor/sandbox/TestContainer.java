package io.patchline.executor.sandbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Runs a main class of the tests in a container of Docker's. Needs an image with bash and Perl; Java is mounted from this machine. */
final class TestContainer {
    static final Path ROOT =
            Path.of(System.getProperty("patchline.root", "..")).toAbsolutePath().normalize();

    private static final String IMAGE = System.getProperty("patchline.it.image", "debian:trixie-slim");

    /** After Maven's package phase our own classes come in jars. */
    private static final Pattern NEEDED_JAR = Pattern.compile(
            "(jboss-logging|jboss-logmanager|assertj-core|byte-buddy-[0-9]|/executor-service-|/common-)[^/]*\\.jar$");

    private TestContainer() {}

    record Ended(int code, String output) {}

    static void assumeDocker() throws IOException {
        assumeThat(run(List.of("docker", "image", "inspect", IMAGE)).code())
                .as("docker has the image %s", IMAGE)
                .isZero();
    }

    /** Runs the main class with a heap of 48 MiB, with a canary in the environment. */
    static Ended run(List<String> flags, Class<?> main, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of("docker", "run", "--rm", "--tmpfs", "/tmp:mode=1777,exec"));
        line.addAll(List.of("--env", "LC_ALL=C.UTF-8", "--env", "CANARY=secret"));
        line.addAll(flags);
        line.addAll(List.of("--volume", System.getProperty("java.home") + ":/app/jdk:ro"));
        String classPath = mountClassPath(line);
        line.addAll(List.of(IMAGE, "/app/jdk/bin/java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx48m"));
        line.addAll(List.of("-cp", classPath, main.getName()));
        line.addAll(List.of(arguments));
        return run(line);
    }

    /** Mounts what is needed of this test's class path, and gives the class path within. */
    private static String mountClassPath(List<String> line) {
        StringBuilder classPath = new StringBuilder();
        int n = 0;
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (new File(entry).isDirectory() || NEEDED_JAR.matcher(entry).find()) {
                line.addAll(List.of("--volume", entry + ":/app/lib" + n + ":ro"));
                classPath.append("/app/lib").append(n++).append(':');
            }
        }
        return classPath.toString();
    }

    private static Ended run(List<String> line) throws IOException {
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        try (var output = process.getInputStream()) {
            String text = new String(output.readAllBytes(), UTF_8);
            return new Ended(process.onExit().join().exitValue(), text);
        }
    }
}
