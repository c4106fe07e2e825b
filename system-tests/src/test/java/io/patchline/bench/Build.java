package io.patchline.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A build of Patchline that takes part.
 *
 * @param name of its rows
 * @param root of its sources, with both services built below it
 */
record Build(String name, Path root) {
    Path app(String module) {
        return root.resolve(module + "/target/quarkus-app");
    }

    Path jvmOptions(String module) {
        return root.resolve("deploy/jvm/" + module + ".options");
    }

    /** Whether the service was trained; not without a JDK 25. */
    boolean hasCache(String module) {
        return Files.exists(app(module).resolve("app.aot"));
    }
}
