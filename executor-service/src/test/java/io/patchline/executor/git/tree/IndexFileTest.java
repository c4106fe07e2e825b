package io.patchline.executor.git.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IndexFileTest {
    private Path directory = Path.of("/");

    private void bash(String script) throws IOException, InterruptedException {
        int code = new ProcessBuilder("/bin/bash", "-ec", script)
                .directory(directory.toFile())
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    @Test
    void submodules_are_found_in_indexes_of_all_kinds(@TempDir Path temporary) throws Exception {
        for (String format : List.of("sha1", "sha256")) {
            directory = Files.createDirectory(temporary.resolve(format));
            int hashBytes = format.equals("sha1") ? 20 : 32;
            Path index = directory.resolve(".git/index");
            bash(
                    "git init -q --object-format=" + format + "; long=$(printf 'd%.0s/' {1..2100})f; "
                            + "h=$(git hash-object -w --stdin </dev/null); for i in {1..40}; do printf -v n '%*s' $i x; "
                            + "echo \"100644 $h 0\t${n// /_}\"; done >l; echo \"120000 $h 0\t$long\" >>l; git update-index --index-info <l");
            assertThat(IndexFile.mayHaveSubmodules(index, hashBytes)).isFalse();
            bash("touch zz; git add -N zz"); // which makes an extended entry
            assertThat(IndexFile.mayHaveSubmodules(index, hashBytes)).isFalse();
            bash(
                    "h=$(git hash-object -w --stdin </dev/null); echo \"160000 $h 0\tzzz\" | git update-index --index-info");
            assertThat(IndexFile.mayHaveSubmodules(index, hashBytes)).isTrue();
            bash("git update-index --force-remove zzz; git update-index --index-version 4");
            assertThat(IndexFile.mayHaveSubmodules(index, hashBytes)).isTrue();
        }
    }
}
