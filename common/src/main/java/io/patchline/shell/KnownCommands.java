package io.patchline.shell;

import java.util.Set;

/** Names by which a line is known to be meant for a shell: its own words, and programs that scripts for repositories use. */
public final class KnownCommands {
    /** What begins or ends a compound command, with a command after it. */
    static final Set<String> BEFORE_COMMANDS = Set.of(
            "if", "then", "else", "elif", "fi", "do", "done", "while", "until", "!", "time", "{", "}", "esac",
            "coproc");

    /** What begins a list of words. */
    static final Set<String> BEFORE_WORDS = Set.of("for", "select", "case", "function");

    /** Programs that run another. */
    static final Set<String> PREFIXES = Set.of(
            "sudo", "env", "command", "exec", "nohup", "nice", "timeout", "stdbuf", "setsid", "xargs", "builtin",
            "doas");

    /** Programs that read their input, or a word, as commands. */
    public static final Set<String> SHELLS = Set.of(
            "bash", "sh", "dash", "zsh", "ksh", "ash", "busybox", "eval", "source", ".", "ssh", "su", "fish", "pwsh");

    /** What models call to have a patch applied, and no system has. */
    public static final Set<String> APPLY_PATCH = Set.of("apply_patch", "applypatch", "apply-patch");

    /** What shows its input and does nothing else. */
    public static final Set<String> PRINTING = Set.of("cat", "echo", "printf");

    /** What prepares for another command. */
    public static final Set<String> PREPARING =
            Set.of("cd", "set", "true", ":", "pushd", "popd", "export", "umask", "shopt");

    private static final Set<String> OTHERS = Set.of(
            ("alias bg break continue declare dirs disown enable exit false fc fg getopts hash help history jobs kill let "
                            + "local logout mapfile printf pwd read readarray readonly return shift suspend test [ [[ times trap type "
                            + "typeset ulimit unalias unset wait "
                            + "awk gawk mawk sed grep egrep fgrep rg ag find fd ls cp mv rm mkdir rmdir touch ln chmod chown chgrp stat "
                            + "install mktemp dirname basename realpath readlink head tail sort uniq cut tr wc tee paste join comm cmp "
                            + "split csplit fold fmt nl od xxd hexdump base64 md5sum sha1sum sha256sum seq yes expr bc dc date sleep "
                            + "tar gzip gunzip zcat bzip2 xz zip unzip zstd cpio rsync scp curl wget nc file which whereis whoami id "
                            + "uname hostname df du free ps top pgrep pkill killall lsof mount umount ed ex vi vim nano emacs less more "
                            + "diff diff3 sdiff patch git hg svn bzr fossil quilt filterdiff interdiff combinediff lsdiff rediff "
                            + "splitdiff unwrapdiff dos2unix unix2dos iconv column tac rev shuf sponge perl python python2 python3 ruby "
                            + "node deno bun php lua tclsh java javac kotlin scala go cargo rustc gcc g++ cc clang clang++ make gmake "
                            + "cmake ninja meson autoconf automake configure mvn gradle ant sbt npm npx yarn pnpm pip pip3 pipx poetry "
                            + "uv pytest tox nox black ruff flake8 mypy eslint prettier tsc jest vitest bundle rake gem composer dotnet "
                            + "docker podman kubectl helm terraform ansible jq yq xmllint xmlstarlet shellcheck apt apt-get apk yum dnf "
                            + "brew systemctl service crontab psql mysql sqlite3 redis-cli openssl gpg strip nm objdump ldd")
                    .split(" "));

    private KnownCommands() {}

    /** Whether this word, as the first of a line, names a command. */
    static boolean has(String word) {
        return OTHERS.contains(word)
                || PREPARING.contains(word)
                || PRINTING.contains(word)
                || SHELLS.contains(word)
                || PREFIXES.contains(word)
                || BEFORE_WORDS.contains(word)
                || BEFORE_COMMANDS.contains(word)
                || APPLY_PATCH.contains(word);
    }
}
