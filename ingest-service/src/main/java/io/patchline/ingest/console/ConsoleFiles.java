package io.patchline.ingest.console;

import io.patchline.patch.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The console's files, as they are in the application: its own, and the library's that its pages are written with. Each is read once. The page names every other file, by an address with the hash of all of them in it: what is
 * at such an address never changes, so that browsers need not ask again. Safe for use by several threads.
 */
final class ConsoleFiles {
    /** The page itself, which is at every address that has no file. */
    private static final String PAGE = "index.html";

    /** No dots but the one before the kind, so no way out of the directory. */
    private static final Pattern NAME = Pattern.compile("(?:[a-z0-9-]+/){0,3}[a-z0-9-]+\\.(html|js|css|svg)");

    private static final Pattern HASHED = Pattern.compile("v-([0-9a-f]{16})/(.+)");

    /** How the page names a file. */
    private static final Pattern NAMED = Pattern.compile("(?<= (?:href|src)=\"/console/)[^\"]+(?=\")");

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
    private static final int HASH_CHARACTERS = 16;

    private final ConcurrentMap<String, ConsoleFile> read = new ConcurrentHashMap<>();
    private final String library = "META-INF/resources/_static/lit-html/" + version() + "/";
    private final String hash;

    /**
     * @throws IllegalStateException if a file that the page names is not there
     */
    ConsoleFiles() {
        String page = new String(bytes(PAGE), StandardCharsets.UTF_8);
        this.hash = hash(page);
        String hashed = NAMED.matcher(page).replaceAll("v-" + hash + "/$0");
        read.put(PAGE, file(PAGE, hashed.getBytes(StandardCharsets.UTF_8)));
    }

    /**
     * A file.
     *
     * @param tag the same as long as it is
     * @param lasting whether what is at this address never changes
     */
    record ConsoleFile(String type, String tag, byte[] bytes, boolean lasting) {
        ConsoleFile forEver() {
            return new ConsoleFile(type, tag, bytes, true);
        }
    }

    /** What is at an address. Empty if it names a file that there is not. */
    Optional<ConsoleFile> at(String path) {
        boolean page = !path.substring(path.lastIndexOf('/') + 1).contains(".");
        if (page) {
            return named(PAGE);
        }
        Matcher hashed = HASHED.matcher(path);
        if (!hashed.matches()) {
            return named(path);
        }
        // A page of another version, of a replica that is about to be replaced or was, gets what there is here.
        Optional<ConsoleFile> found = named(hashed.group(2));
        return hashed.group(1).equals(hash) ? found.map(ConsoleFile::forEver) : found;
    }

    private Optional<ConsoleFile> named(String name) {
        if (!NAME.matcher(name).matches()) {
            return Optional.empty();
        }
        ConsoleFile known = read.get(name);
        Optional<ConsoleFile> file = known == null ? load(name).map(bytes -> file(name, bytes)) : Optional.of(known);
        // Only what there is is kept, so that nobody fills the memory with names.
        file.ifPresent(found -> read.putIfAbsent(name, found));
        return file;
    }

    private static ConsoleFile file(String name, byte[] bytes) {
        String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "application/octet-stream");
        return new ConsoleFile(type, "\"" + Digest.sha256Hex(bytes).substring(0, 32) + "\"", bytes, false);
    }

    /** Of all that the page names, and of the page. */
    private String hash(String page) {
        StringBuilder all = new StringBuilder(page);
        Matcher named = NAMED.matcher(page);
        while (named.find()) {
            all.append(Digest.sha256Hex(bytes(named.group())));
        }
        return Digest.sha256Hex(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, HASH_CHARACTERS);
    }

    private byte[] bytes(String name) {
        return load(name).orElseThrow(() -> new IllegalStateException("the console's file " + name + " is missing"));
    }

    private Optional<byte[]> load(String name) {
        String resource = name.startsWith(LIBRARY) ? library + name.substring(LIBRARY.length()) : "console/" + name;
        try (InputStream in = loader().getResourceAsStream(resource)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
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
