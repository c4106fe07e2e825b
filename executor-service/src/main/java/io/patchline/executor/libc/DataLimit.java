package io.patchline.executor.libc;

import static io.patchline.executor.libc.LibC.call;
import static io.patchline.executor.libc.LibC.function;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** How much memory of its own another process may have: files that it maps to read are none of it. (Source: prlimit(2), RLIMIT_DATA; struct rlimit of 64 bits.) */
public final class DataLimit {
    private static final int RLIMIT_DATA = 2;

    private static final MethodHandle PRLIMIT =
            function("prlimit", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));

    private DataLimit() {}

    /**
     * Limits a process of this user's, and what it starts from now on.
     *
     * @param pid of a child that runs: one that has ended leaves its number to others
     * @throws IOException if it has ended already, or the system does not let it be limited
     */
    public static void set(long pid, long bytes) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment limit = arena.allocate(JAVA_LONG, 2);
            limit.setAtIndex(JAVA_LONG, 0, bytes);
            limit.setAtIndex(JAVA_LONG, 1, bytes);
            int process = Math.toIntExact(pid);
            long unused = call("prlimit", state ->
                    (int) PRLIMIT.invokeExact(state, process, RLIMIT_DATA, limit, MemorySegment.NULL));
        }
    }
}
