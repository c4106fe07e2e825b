package io.patchline.executor.sandbox;

import io.patchline.executor.process.ProcessTree;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;

/**
 * The process group of a command, and whatever else descends from it. What leaves both cannot be reached. The supervisor and the relay of
 * {@link io.patchline.executor.process.LaunchScript#supervised} are spared: they end by themselves, and with the output's end.
 */
final class ProcessGroup implements ProcessTree {
    private static final Logger LOG = Logger.getLogger(ProcessGroup.class);

    private static final Pattern IDS = Pattern.compile("([0-9]+) ([0-9]+)");

    private final ProcessHandle supervisor;
    private final long command;
    private final long relay;

    private ProcessGroup(ProcessHandle supervisor, long command, long relay) {
        this.supervisor = supervisor;
        this.command = command;
        this.relay = relay;
    }

    /** @param ready the ids of the command and of the relay */
    static ProcessGroup of(ProcessHandle supervisor, String ready) throws IOException {
        Matcher ids = IDS.matcher(ready);
        if (!ids.matches()) {
            throw new IOException("not two process ids: " + ready);
        }
        return new ProcessGroup(supervisor, Long.parseLong(ids.group(1)), Long.parseLong(ids.group(2)));
    }

    @Override
    public void terminate() {
        signal("TERM");
    }

    @Override
    public void kill() {
        List<ProcessHandle> descendants = supervisor
                .descendants()
                .filter(process -> process.pid() != relay)
                .toList();
        signal("KILL");
        descendants.forEach(ProcessHandle::destroyForcibly);
    }

    /** The supervisor has seen to it. */
    @Override
    public void reap() {}

    @Override
    public void abandonOutput() {
        ProcessHandle.of(relay).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** Java can signal a process but not a group. That the group is empty already is no failure: kill's code is 1 then. */
    private void signal(String name) {
        ProcessBuilder kill = new ProcessBuilder("/bin/sh", "-c", "kill -s " + name + " -- -" + command);
        kill.environment().clear();
        kill.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            int code = kill.start().onExit().join().exitValue();
            if (code > 1) {
                LOG.errorf("the processes of group %d could not be signalled: kill ended with code %d", command, code);
            }
        } catch (IOException e) {
            LOG.error("no shell to signal a process group with", e);
        }
    }
}
