package io.patchline.executor.spawn;

import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * The pipes that a process which is to be started will have for its standard streams. Closing them closes what is left of their bare descriptors; the {@link Streams} stay.
 */
final class ChildPipes implements AutoCloseable {
    private final List<Integer> childEnds = new ArrayList<>();
    private final List<Integer> ourEnds = new ArrayList<>();

    private ChildPipes() {}

    /** Our ends of the pipes. */
    record Streams(OutputStream input, InputStream output, InputStream error) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            try (input;
                    output;
                    error) {
                return;
            }
        }
    }

    /** Opens them, the output so that a command of another user can open it anew. */
    static ChildPipes open() throws IOException {
        ChildPipes pipes = new ChildPipes();
        try {
            pipes.add(SystemCalls.pipe(), true);
            pipes.add(SystemCalls.pipe(), false);
            SystemCalls.openToAll(pipes.childEnds.getLast());
            pipes.add(SystemCalls.pipe(), false);
            return pipes;
        } catch (IOException e) {
            pipes.close();
            throw e;
        }
    }

    private void add(SystemCalls.Pair pipe, boolean childReads) {
        childEnds.add(childReads ? pipe.first() : pipe.second());
        ourEnds.add(childReads ? pipe.second() : pipe.first());
    }

    /** What the process is to have as 0, 1 and 2. */
    List<Integer> childEnds() {
        return childEnds;
    }

    /** Where its standard error comes out. */
    int error() {
        return ourEnds.get(2);
    }

    /** Our ends, opened once more by Java. As long as the process's are open, that waits for nobody. */
    Streams streams() throws IOException {
        OutputStream input = new FileOutputStream(path(ourEnds.get(0)));
        try {
            InputStream output = new BufferedInputStream(new FileInputStream(path(ourEnds.get(1))));
            try {
                return new Streams(input, output, new BufferedInputStream(new FileInputStream(path(ourEnds.get(2)))));
            } catch (IOException e) {
                output.close();
                throw e;
            }
        } catch (IOException e) {
            input.close();
            throw e;
        }
    }

    private static String path(int descriptor) {
        return "/proc/self/fd/" + descriptor;
    }

    /** The process has them now. */
    void closeChildEnds() throws IOException {
        closeAll(childEnds);
    }

    @Override
    public void close() throws IOException {
        closeAll(childEnds);
        closeAll(ourEnds);
    }

    private static void closeAll(List<Integer> descriptors) throws IOException {
        while (!descriptors.isEmpty()) {
            SystemCalls.close(descriptors.removeLast());
        }
    }
}
