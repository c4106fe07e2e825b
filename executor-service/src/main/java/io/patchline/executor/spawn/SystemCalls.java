package io.patchline.executor.spawn;

import static io.patchline.executor.libc.LibC.call;
import static io.patchline.executor.libc.LibC.function;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.patchline.executor.libc.LibC.Call;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.time.Duration;
import java.util.OptionalInt;

/** What starting and waiting for processes needs of Linux, on 64 bits. Descriptors are made close-on-exec: no other process of ours gets them. */
final class SystemCalls {
    private static final int CLOSE_ON_EXEC = 02000000;

    /** Newer than the C libraries that have no functions for them; their numbers are the same on all processors. (Source: syscalls(2).) */
    private static final long PIDFD_SEND_SIGNAL = 424;

    private static final long PIDFD_OPEN = 434;

    // sys/wait.h and bits/siginfo-consts.h: waitid(2)
    private static final int P_PID = 1;
    private static final int P_PIDFD = 3;
    private static final int NOT_WAITING = 1;
    private static final int EXITED = 4;
    private static final int CODE_EXITED = 1;
    private static final int CODE_AT = 8;
    private static final int PID_AT = 16;
    private static final int STATUS_AT = 24;
    private static final int SIGINFO_BYTES = 128;

    private static final int SIGKILL = 9;
    private static final short READABLE = 1;
    private static final int READ_BY_ALL = 0666;
    private static final int AF_UNIX = 1;
    private static final int SEQPACKET = 5;

    private static final FunctionDescriptor OF_ONE = FunctionDescriptor.of(JAVA_INT, JAVA_INT);
    private static final FunctionDescriptor OF_TWO = FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT);

    private static final MethodHandle PIPE2 = function("pipe2", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle SOCKETPAIR =
            function("socketpair", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));
    private static final MethodHandle CLOSE = function("close", OF_ONE);
    private static final MethodHandle FCHMOD = function("fchmod", OF_TWO);
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle WAITID =
            function("waitid", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle KILL = function("kill", OF_TWO);
    private static final MethodHandle SYSCALL = function(
            "syscall",
            FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
            Linker.Option.firstVariadicArg(1));

    private SystemCalls() {}

    /** The two ends of something, to be closed. */
    record Pair(int first, int second) {}

    /** A pipe: what is written to the second is read from the first. */
    static Pair pipe() throws IOException {
        return pair("pipe2", ends -> state -> (int) PIPE2.invokeExact(state, ends, CLOSE_ON_EXEC));
    }

    /** Two sockets connected with each other, which keep messages apart. */
    static Pair socketPair() throws IOException {
        return pair(
                "socketpair",
                ends -> state -> (int) SOCKETPAIR.invokeExact(state, AF_UNIX, SEQPACKET | CLOSE_ON_EXEC, 0, ends));
    }

    private interface Making {
        Call of(MemorySegment ends);
    }

    private static Pair pair(String name, Making making) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment ends = arena.allocate(JAVA_INT, 2);
            long unused = call(name, making.of(ends));
            return new Pair(ends.getAtIndex(JAVA_INT, 0), ends.getAtIndex(JAVA_INT, 1));
        }
    }

    /** Where a signal comes in between, it is closed all the same. (Source: close(2).) */
    static void close(int descriptor) throws IOException {
        long unused = call("close", state -> Math.max(0, (int) CLOSE.invokeExact(state, descriptor)));
    }

    /** Lets every user who can see a process open this pipe of its anew, by {@code /dev/stdout} for instance. */
    static void openToAll(int descriptor) throws IOException {
        long unused = call("fchmod", state -> (int) FCHMOD.invokeExact(state, descriptor, READ_BY_ALL));
    }

    /** A descriptor of a process that has not been reaped. */
    static int pidfd(long pid) throws IOException {
        return (int) call("pidfd_open", state -> (long) SYSCALL.invokeExact(state, PIDFD_OPEN, pid, 0L, 0L, 0L));
    }

    static void signal(int pidfd, int signal) throws IOException {
        long unused = call("pidfd_send_signal", state ->
                (long) SYSCALL.invokeExact(state, PIDFD_SEND_SIGNAL, (long) pidfd, (long) signal, 0L, 0L));
    }

    /** Kills a child that has not been reaped and that there is no descriptor of. */
    static void kill(int pid) throws IOException {
        long unused = call("kill", state -> (int) KILL.invokeExact(state, pid, SIGKILL));
    }

    /**
     * Reaps a child that has ended. Returns what a shell calls its exit code: 128 and the number of a signal if that has ended it. Empty if it cannot be reaped yet: one that somebody traces has ended for the
     * tracer first. (Source: ptrace(2).)
     */
    static OptionalInt reap(int pidfd) throws IOException {
        return reap(P_PIDFD, pidfd, EXITED | NOT_WAITING);
    }

    /** Waits for a child that there is no descriptor of, and reaps it. */
    static void reapByNumber(int pid) throws IOException {
        OptionalInt unused = reap(P_PID, pid, EXITED);
    }

    private static OptionalInt reap(int kind, int number, int options) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment info = arena.allocate(SIGINFO_BYTES, JAVA_LONG.byteAlignment());
            long unused = call("waitid", state -> (int) WAITID.invokeExact(state, kind, number, info, options));
            if (info.get(JAVA_INT, PID_AT) == 0) {
                return OptionalInt.empty();
            }
            int status = info.get(JAVA_INT, STATUS_AT);
            return OptionalInt.of(info.get(JAVA_INT, CODE_AT) == CODE_EXITED ? status : 128 + status);
        }
    }

    /** Waits until there is something to read, or its end. Returns whether there is. */
    static boolean isReadableWithin(Duration longest, int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment wanted = arena.allocate(8, JAVA_INT.byteAlignment());
            wanted.set(JAVA_INT, 0, descriptor);
            wanted.set(JAVA_SHORT, 4, READABLE);
            int millis = (int) longest.toMillis();
            return call("poll", state -> (int) POLL.invokeExact(state, wanted, 1L, millis)) > 0;
        }
    }

    /** The next byte; -1 at the end. */
    static int read(int descriptor) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment one = arena.allocate(1);
            long count = call("read", state -> (long) READ.invokeExact(state, descriptor, one, 1L));
            return count == 0 ? -1 : Byte.toUnsignedInt(one.get(JAVA_BYTE, 0));
        }
    }
}
