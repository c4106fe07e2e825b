package io.patchline.broker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.Container;
import java.util.List;
import java.util.Map;

/**
 * Containers of test JVMs that were killed before they could stop them, known by a label. Testcontainers' own reaper would be one more image
 * to pull, and is switched off in the build.
 */
record DockerLeftovers(DockerClient docker) {
    private static final String LABEL = "io.patchline.test-broker-of";

    /** For a container of this JVM. */
    Map<String, String> label() {
        return Map.of(LABEL, name(ProcessHandle.current()));
    }

    void remove() {
        for (Container container : docker.listContainersCmd()
                .withLabelFilter(List.of(LABEL))
                .withShowAll(true)
                .exec()) {
            if (!isAlive(container.getLabels().getOrDefault(LABEL, ""))) {
                docker.removeContainerCmd(container.getId())
                        .withForce(true)
                        .withRemoveVolumes(true)
                        .exec();
            }
        }
    }

    private static boolean isAlive(String owner) {
        return ProcessHandle.allProcesses().anyMatch(process -> name(process).equals(owner));
    }

    /** The start makes it unmistakable: the pid alone may have gone to another process. */
    private static String name(ProcessHandle process) {
        return process.pid() + "@"
                + process.info().startInstant().map(Object::toString).orElse("unknown");
    }
}
