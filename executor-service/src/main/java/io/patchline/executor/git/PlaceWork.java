package io.patchline.executor.git;

import io.patchline.executor.git.program.GitEndedException;
import io.patchline.executor.git.program.GitFailedException;
import io.patchline.executor.git.program.RepositoryAwayException;
import io.patchline.executor.git.program.RunLimits;
import io.patchline.executor.git.tree.OwnRepository;
import io.patchline.executor.git.tree.Place;
import io.patchline.executor.git.tree.Places;
import io.patchline.executor.process.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work in the places of a workspace, each for one at a time: begun anew where the place is broken, the disk is full or the repository went away. Safe for use by several threads. */
final class PlaceWork {
    /** Looking whether there is something to tidy costs as much as any call of git. */
    private static final int TIDY_EVERY = 100;

    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final Logger LOG = LoggerFactory.getLogger(PlaceWork.class);

    private final BranchTools tools;
    private final Places places;
    private final AtomicInteger runs = new AtomicInteger();

    PlaceWork(BranchTools tools, Places places) {
        this.tools = tools;
        this.places = places;
    }

    interface Work<T> {
        T in(PlaceContext context) throws IOException, InterruptedException;
    }

    /** Work that is told whether it was begun before. */
    interface Works<T> {
        Work<T> begun(boolean again);
    }

    /**
     * Does the work in a place of its own. One that is broken is thrown away, and the work, which has had no effect, begins anew.
     *
     * @throws GitEndedException if it was ended on this machine's own disk, and may be
     */
    <T> T done(RunLimits limits, Works<T> works) throws InterruptedException {
        boolean again = false;
        while (true) {
            try (Place place = places.take()) {
                try {
                    T result = works.begun(again).in(new PlaceContext(tools, place, limits));
                    tidy(place);
                    return result;
                } catch (GitFailedException e) {
                    LOG.atError()
                            .setCause(e)
                            .addKeyValue("workspace", tools.settings().name())
                            .addKeyValue("place", place.directory())
                            .log("A git directory or working tree cannot be used; it is made anew");
                    place.removeAll();
                } catch (GitEndedException e) {
                    ended(place, e);
                    if (limits.mayEnd()) {
                        throw e;
                    }
                }
            } catch (RepositoryAwayException e) {
                LOG.atWarn().addKeyValue("cause", e.getMessage()).log("The repository went away; the run begins anew");
            } catch (IOException e) {
                LOG.atError().setCause(e).log("The state directory cannot be used; mend it, the patch waits");
            }
            again = true;
            Deadline.after(Duration.ofDays(1), limits.heeded()).pause(PAUSE);
        }
    }

    /** What git waited for may still be in the tree. */
    private void ended(Place place, GitEndedException ended) throws IOException {
        LOG.atWarn()
                .addKeyValue("workspace", tools.settings().name())
                .addKeyValue("place", place.directory())
                .addKeyValue("cause", ended.getMessage())
                .log("A call on the executor's own disk was ended; the working tree is made anew");
        tools.repository(place).removeHalfWritten();
        place.removeTree();
    }

    private void tidy(Place place) throws IOException, InterruptedException {
        if (runs.incrementAndGet() % TIDY_EVERY == 0) {
            OwnRepository repository = tools.repository(place);
            try {
                repository.tidy();
            } catch (GitFailedException e) {
                // The run is over and its result stands.
                LOG.atWarn()
                        .setCause(e)
                        .addKeyValue("place", place.directory())
                        .log("A git directory cannot be tidied; it is made anew");
                place.removeAll();
            } catch (GitEndedException e) {
                LOG.atWarn()
                        .addKeyValue("place", place.directory())
                        .addKeyValue("cause", e.getMessage())
                        .log("A git directory is not tidied");
                repository.removeHalfWritten();
            }
        }
    }
}
