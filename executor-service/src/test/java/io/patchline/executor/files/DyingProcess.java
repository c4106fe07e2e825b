package io.patchline.executor.files;

import java.nio.file.Path;
import java.util.List;

/**
 * Carries out the actions of {@link KilledBetweenStepsIT}, or undoes them, and dies without further ado before the step of the given number, as
 * if by {@code kill -9}. It exits with 0 if it gets to the end, and with {@value #DIED} if it died.
 */
final class DyingProcess {
    static final int DIED = 137;

    private DyingProcess() {}

    public static void main(String[] arguments) throws Exception {
        Path workspace = Path.of(arguments[0]);
        Path journal = Path.of(arguments[1]);
        int lastStep = Integer.parseInt(arguments[3]);
        int[] step = {0};
        FileActions actions = new FileActions(FileLimits.DEFAULT, name -> {
            if (step[0]++ == lastStep) {
                Runtime.getRuntime().halt(DIED);
            }
        });
        if (arguments[2].equals("recover")) {
            System.exit(actions.recover(workspace, journal).complete() ? 0 : 1);
        }
        var request = new FileRequest(
                workspace, List.copyOf(KilledBetweenStepsIT.ACTIONS), i -> "/actions/" + i, false, journal);
        if (actions.apply(request) instanceof FileResult.Applied) {
            actions.commit(journal);
            System.exit(0);
        }
        System.exit(1);
    }
}
