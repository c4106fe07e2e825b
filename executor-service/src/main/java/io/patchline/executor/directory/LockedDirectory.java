package io.patchline.executor.directory;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A directory whose owner may have locked himself out: a command that changes the mode of the place where it runs takes it from all that come after it. */
public final class LockedDirectory {
    private static final String MODE = "unix:mode";
    private static final int OWNERS = 0700;
    private static final int PERMISSIONS = 07777;
    private static final Logger LOG = LoggerFactory.getLogger(LockedDirectory.class);

    private LockedDirectory() {}

    /**
     * Gives its owner the rights to list, change and pass it, if they lack one. Where that cannot be, because it is gone or somebody else's, nothing is changed: whoever uses it says what is
     * wrong.
     *
     * @param directory the path to it is trusted; a link is left as it is
     */
    public static void unlock(Path directory) {
        try {
            int mode = (int) Files.getAttribute(directory, MODE, LinkOption.NOFOLLOW_LINKS) & PERMISSIONS;
            if ((mode & OWNERS) != OWNERS && Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
                Files.setAttribute(directory, MODE, mode | OWNERS);
                LOG.atWarn()
                        .addKeyValue("directory", directory)
                        .log("Its owner had locked himself out, and may use it again");
            }
        } catch (IOException e) {
            LOG.atDebug().setCause(e).addKeyValue("directory", directory).log("Is not unlocked");
        }
    }
}
