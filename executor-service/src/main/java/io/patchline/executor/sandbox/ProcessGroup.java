package io.patchline.executor.sandbox;

import io.patchline.executor.process.ProcessTree;
import java.io.IOException;
import java.util.List;
import org.jboss.logging.Logger;

/** The process group of a command's first process, and whatever else descends from that. What leaves both cannot be reached. */
final class ProcessGroup implements ProcessTree {
    private static final Logger LOG = Logger.getLogger(ProcessGroup.class);

    private final ProcessHandle leader;
    private final ProcessHandle relay;

    ProcessGroup(ProcessHandle leader, ProcessHandle relay) {
        this.leader = leader;
        this.relay = relay;
    }

    @Override
    public void terminate() {
        signal("TERM");
    }

    @Override
    public void kill() {
        List<ProcessHandle> descendants =
                leader.descendants().filter(process -> !process.equals(relay)).toList();
        signal("KILL");
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void reap() {
        signal("KILL");
    }

    @Override
    public void abandonOutput() {
        relay.destroyForcibly();
    }

    /** Java can signal a process but not a group. */
    private void signal(String name) {
        ProcessBuilder kill =
                new ProcessBuilder("/bin/sh", "-c", "kill -" + name + " -- -" + leader.pid() + " 2>/dev/null");
        kill.environment().clear();
        try {
            kill.start().onExit().join();
        } catch (IOException e) {
            LOG.error("no shell to send a signal with", e);
            leader.destroyForcibly();
        }
    }
}
