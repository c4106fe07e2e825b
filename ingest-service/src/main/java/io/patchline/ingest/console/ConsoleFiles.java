package io.patchline.ingest.console;

import io.patchline.patch.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Pattern;

/** The console's files, as they are in the application: its own, and the library's that its pages are written with. Each is read once. Safe for use by several threads. */
final class ConsoleFiles {
    /** The page itself, which is at every address that has no file. */
    private static final String PAGE = "index.html";

    /** No dots but the one before the kind, so no way out of the directory. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9-]+/){0,3}[a-z0-9-]+\\.(html|js|css|svg)");

    private static final Map<String, String> TYPES = Map.of(
            "html",
            "text/html; charset=utf-8",
            "js",
            "text/javascript; charset=utf-8",
            "css",
            "text/css; charset=utf-8",
            "svg",
            "image/svg+xml");

    private static final String LIBRARY = "lib/lit-html/";

    private final ConcurrentMap<String, ConsoleFile> read = new ConcurrentHashMap<>();
    private final String library = "META-INF/resources/_static/lit-html/" + version() + "/";

    /**
     * A file.
     *
     * @param tag the same as long as it is
     */
    record ConsoleFile(String type, String tag, byte[] bytes) {}

    /** What is at an address. Empty if it names a file that there is not. */
    Optional<ConsoleFile> at(String path) {
        boolean page = !path.substring(path.lastIndexOf('/') + 1).contains(".");
        String name = page ? PAGE : path;
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        ConsoleFile known = read.get(name);
        Optional<ConsoleFile> file = known == null ? load(name) : Optional.of(known);
        // Only what there is is kept, so that nobody fills the memory with names.
        file.ifPresent(found -> read.putIfAbsent(name, found));
        return file;
    }

    private Optional<ConsoleFile> load(String name) {
        String resource = name.startsWith(LIBRARY) ? library + name.substring(LIBRARY.length()) : "console/" + name;
        try (InputStream in = loader().getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            byte[] bytes = in.readAllBytes();
            String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
            return Optional.of(
                    new ConsoleFile(type, "\"" + Digest.sha256Hex(bytes).substring(0, 32) + "\"", bytes));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String version() {
        try (InputStream in = loader().getResourceAsStream("META-INF/maven/org.mvnpm/lit-html/pom.properties")) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ClassLoader loader() {
        return Thread.currentThread().getContextClassLoader();
    }
}
