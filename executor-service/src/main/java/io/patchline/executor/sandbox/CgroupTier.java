package io.patchline.executor.sandbox;

import io.patchline.executor.cgroup.CommandCgroup;
import io.patchline.executor.cgroup.DelegatedCgroup;
import io.patchline.executor.process.CommandPlace;
import io.patchline.executor.process.CommandRequest;
import io.patchline.executor.process.Confinement;
import io.patchline.executor.process.Launch;
import io.patchline.executor.process.ProcessTree;
import io.patchline.executor.process.RunFiles;
import java.io.IOException;

/** A tier whose commands each run in a cgroup of their own. They are put into it between READY and go, while they wait. */
record CgroupTier(SandboxTier tier, DelegatedCgroup cgroups) implements Confinement {
    @Override
    public Launch prepare(CommandPlace place, RunFiles files) throws IOException {
        return tier.prepare(place, files);
    }

    @Override
    public void assign(CommandRequest request, RunFiles files) throws IOException {
        tier.assign(request, files);
    }

    @Override
    public boolean distinguishesSignals() {
        return tier.distinguishesSignals();
    }

    @Override
    public boolean relaysOutput() {
        return tier.relaysOutput();
    }

    @Override
    public ProcessTree tree(Process process) throws IOException {
        ProcessTree tree = tier.tree(process);
        CommandCgroup cgroup = cgroups.create();
        try {
            cgroup.admit(DelegatedCgroup.descendants(process));
        } catch (IOException e) {
            tree.kill();
            process.onExit().join();
            cgroup.remove();
            throw e;
        }
        return new Tree(tree, cgroup);
    }

    private record Tree(ProcessTree tree, CommandCgroup cgroup) implements ProcessTree {
        @Override
        public void terminate() {
            tree.terminate();
        }

        @Override
        public void kill() {
            tree.kill();
        }

        @Override
        public boolean reap() {
            tree.reap();
            boolean outOfMemory = cgroup.ranOutOfMemory();
            cgroup.remove();
            return outOfMemory;
        }
    }
}
