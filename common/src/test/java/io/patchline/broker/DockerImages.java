package io.patchline.broker;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.utility.DockerImageName;

/** The images that a Docker engine has or can get. */
record DockerImages(DockerClient docker) {
    private static final Logger LOG = LoggerFactory.getLogger(DockerImages.class);

    boolean has(DockerImageName image) {
        return isHere(image) || canBePulled(image);
    }

    boolean isHere(DockerImageName image) {
        try {
            docker.inspectImageCmd(image.asCanonicalNameString()).exec();
            return true;
        } catch (NotFoundException notYet) {
            return false;
        }
    }

    private boolean canBePulled(DockerImageName image) {
        try {
            return docker.pullImageCmd(image.getUnversionedPart())
                    .withTag(image.getVersionPart())
                    .start()
                    .awaitCompletion(5, TimeUnit.MINUTES);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (RuntimeException e) {
            LOG.atInfo()
                    .addKeyValue("image", image)
                    .addKeyValue("reason", e.getMessage())
                    .log("image cannot be pulled");
            return false;
        }
    }
}
