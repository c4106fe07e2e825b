package io.patchline.executor.seccomp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which system calls a command may make. What it may not is answered as a kernel would that does not have it, so that programs do without. Calls by the
 * numbers of another architecture, of which a filter knows nothing, end the process.
 *
 * @param machine whose numbers count
 * @param sockets which sockets may be made
 * @param ipc whether System V's IPC and POSIX's message queues may be used, as in an IPC namespace of the command's own
 */
public record SeccompFilter(Machine machine, Sockets sockets, boolean ipc) {
    /** Which sockets may be made. */
    public enum Sockets {
        /** IPv4, IPv6, Unix sockets and netlink: what a network namespace divides or the file system guards. */
        INTERNET,
        /** None but pairs of Unix sockets. */
        PAIRS
    }

    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final int AF_INET6 = 10;
    private static final int AF_NETLINK = 16;

    private static final int EACCES = 13;
    private static final int ENOSYS = 38;
    private static final int EAFNOSUPPORT = 97;

    /** Of the calls of x86-64's x32, which {@link Machine#audit} does not tell from its own. */
    private static final int X32 = 0x40000000;

    // linux/seccomp.h: what a filter answers, and where in seccomp_data it finds what (the low half of an argument, on
    // machines that begin with it).
    private static final int ALLOW = 0x7fff0000;
    private static final int ERRNO = 0x00050000;
    private static final int KILL_PROCESS = 0x80000000;
    private static final int NUMBER = 0;
    private static final int ARCHITECTURE = 4;
    private static final int FIRST_ARGUMENT = 16;

    // linux/bpf_common.h: BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_JMP|BPF_JGE|BPF_K, BPF_RET|BPF_K
    private static final short LOAD = 0x20;
    private static final short IF_EQUAL = 0x15;
    private static final short IF_AT_LEAST = 0x35;
    private static final short RETURN = 0x06;
    private static final int INSTRUCTION_BYTES = 8;

    private record Instruction(short code, int ifSo, int ifNot, int value) {}

    /** The program, as the kernel and {@code bwrap --seccomp} take it: an array of {@code struct sock_filter}, of 8 bytes each. */
    public byte[] program() {
        List<Instruction> program = new ArrayList<>();
        program.add(new Instruction(LOAD, 0, 0, ARCHITECTURE));
        program.add(new Instruction(IF_EQUAL, 1, 0, machine.audit()));
        program.add(answer(KILL_PROCESS));
        program.add(new Instruction(LOAD, 0, 0, NUMBER));
        program.addAll(when(IF_AT_LEAST, X32, List.of(answer(ERRNO | ENOSYS))));
        refused()
                .forEach(call -> program.addAll(when(IF_EQUAL, machine.number(call), List.of(answer(ERRNO | ENOSYS)))));
        program.addAll(when(
                IF_EQUAL,
                machine.number(SystemCall.SOCKET),
                switch (sockets) {
                    case INTERNET -> families(List.of(AF_UNIX, AF_INET, AF_INET6, AF_NETLINK), ERRNO | EAFNOSUPPORT);
                    case PAIRS -> List.of(answer(ERRNO | EACCES));
                }));
        program.addAll(when(
                IF_EQUAL, machine.number(SystemCall.SOCKETPAIR), families(List.of(AF_UNIX), ERRNO | EAFNOSUPPORT)));
        program.add(answer(ALLOW));
        return bytes(program);
    }

    /** Writes the program to a file that everybody may read, and gives its path back. */
    public Path writeTo(Path file) throws IOException {
        Files.write(file, program());
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
    }

    private List<SystemCall> refused() {
        return Arrays.stream(SystemCall.values())
                .filter(call ->
                        call.group() == SystemCall.Group.KERNEL || (call.group() == SystemCall.Group.IPC && !ipc))
                .toList();
    }

    /** These families and no other. Of the argument, the kernel too looks at this half only. */
    private static List<Instruction> families(List<Integer> allowed, int refusal) {
        List<Instruction> part = new ArrayList<>();
        part.add(new Instruction(LOAD, 0, 0, FIRST_ARGUMENT));
        allowed.forEach(family -> part.addAll(when(IF_EQUAL, family, List.of(answer(ALLOW)))));
        part.add(answer(refusal));
        return part;
    }

    /** Where the test fails, these instructions are jumped over. */
    private static List<Instruction> when(short test, int value, List<Instruction> then) {
        List<Instruction> part = new ArrayList<>();
        part.add(new Instruction(test, 0, then.size(), value));
        part.addAll(then);
        return part;
    }

    private static Instruction answer(int action) {
        return new Instruction(RETURN, 0, 0, action);
    }

    private static byte[] bytes(List<Instruction> program) {
        ByteBuffer bytes =
                ByteBuffer.allocate(program.size() * INSTRUCTION_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        program.forEach(instruction -> bytes.putShort(instruction.code())
                .put((byte) instruction.ifSo())
                .put((byte) instruction.ifNot())
                .putInt(instruction.value()));
        return bytes.array();
    }
}
