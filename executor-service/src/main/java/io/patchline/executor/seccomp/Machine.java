package io.patchline.executor.seccomp;

import java.util.Optional;

/** A machine whose system calls are known. */
public enum Machine {
    X86_64("amd64", 0xc000003e),
    AARCH64("aarch64", 0xc00000b7);

    private final String osArch;
    private final int audit;

    Machine(String osArch, int audit) {
        this.osArch = osArch;
        this.audit = audit;
    }

    /** The one that this process runs on; empty if its system calls are not known. */
    public static Optional<Machine> ofThisProcess() {
        String name = System.getProperty("os.arch");
        for (Machine machine : values()) {
            if (machine.osArch.equals(name)) {
                return Optional.of(machine);
            }
        }
        return Optional.empty();
    }

    /** As {@code uname -m} says it. */
    public String uname() {
        return this == X86_64 ? "x86_64" : "aarch64";
    }

    /** The kernel's name for it in {@code seccomp_data.arch} ({@code AUDIT_ARCH_…} of linux/audit.h). */
    int audit() {
        return audit;
    }

    int number(SystemCall call) {
        return this == X86_64 ? call.x86() : call.arm();
    }
}
