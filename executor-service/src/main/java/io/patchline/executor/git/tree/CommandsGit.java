package io.patchline.executor.git.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The {@code .git} that commands find in the tree and may use and change as they like: the branch at its tip, with all of its history, which they read from the executor's own objects. It is made for
 * one run, nothing outside of the sandbox ever reads it, and what a command commits there counts by what it leaves in the tree.
 */
public final class CommandsGit {
    private CommandsGit() {}

    /**
     * Makes it.
     *
     * @param branch without {@code refs/heads/}
     */
    public static void make(Place place, String branch, String commit) throws IOException {
        Path git = Files.createDirectory(place.tree().resolve(".git"));
        Path info = Files.createDirectories(git.resolve("objects/info"));
        Files.writeString(info.resolve("alternates"), objects(place) + "\n");
        boolean sha256 = OwnRepository.format(commit).equals("sha256");
        Files.writeString(git.resolve("config"), """
                [core]
                \trepositoryformatversion = %s
                \tbare = false
                \tfilemode = true
                [gc]
                \tauto = 0
                [user]
                \tname = Patchline
                \temail = patchline@patchline.invalid
                %s""".formatted(
                        sha256 ? "1" : "0", sha256 ? "[extensions]\n\tobjectformat = sha256\n" : ""));
        Path head = git.resolve("refs/heads/" + branch);
        Files.createDirectories(head.getParent());
        Files.writeString(head, commit + "\n");
        Files.writeString(git.resolve("HEAD"), "ref: refs/heads/" + branch + "\n");
        Files.copy(place.index(), git.resolve("index"), StandardCopyOption.COPY_ATTRIBUTES); // see Staging
    }

    /** What commands must be able to read besides the tree. */
    public static Path objects(Place place) {
        return place.gitDirectory().resolve("objects");
    }
}
