package io.patchline.executor.git.tree;

import java.io.IOException;
import java.nio.file.Path;
import java.util.OptionalInt;

/** Who the files of a working tree belong to: the user that commands run as. */
public interface TreeOwner {
    /** The files belong to the executor's own user, and so do commands. */
    TreeOwner SELF = new TreeOwner() {
        @Override
        public OptionalInt uid() {
            return OptionalInt.empty();
        }

        @Override
        public void own(Path file) {}

        @Override
        public void ownAll(Path tree) {}
    };

    /** Gives something to somebody. */
    @FunctionalInterface
    interface Giving {
        void give(Path path) throws IOException;
    }

    /** Another user, to whom an executor that is root gives what it makes. */
    static TreeOwner other(int uid, Giving one, Giving all) {
        return new TreeOwner() {
            @Override
            public OptionalInt uid() {
                return OptionalInt.of(uid);
            }

            @Override
            public void own(Path file) throws IOException {
                one.give(file);
            }

            @Override
            public void ownAll(Path tree) throws IOException {
                all.give(tree);
            }
        };
    }

    /** The number of the user, if what the executor makes must be given away. */
    OptionalInt uid();

    /** Gives a file or directory to this user, but not what is in it; a link itself, and not what it leads to. */
    void own(Path file) throws IOException;

    /** Gives the tree, with all that is in it, to this user. */
    void ownAll(Path tree) throws IOException;
}
