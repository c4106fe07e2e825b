package io.patchline.executor.git.tree;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.patchline.patch.FilePath;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Names of files as git has them, which are bytes, and what of them can be a path in our API and on any file system. */
public final class GitNames {
    /** What HFS+ leaves out of names (git's utf8.c), so that {@code .g<U+200C>it} is {@code .git} there. */
    private static final Pattern LEFT_OUT_BY_HFS =
            Pattern.compile("[\\u200c-\\u200f\\u202a-\\u202e\\u206a-\\u206f\\ufeff]");

    /** What Windows leaves out of names. */
    private static final Pattern LEFT_OUT_BY_NTFS = Pattern.compile("(?::.*|[ .]+)$");

    private GitNames() {}

    /** The path; empty if there is none in our API that means this file. */
    public static Optional<FilePath> path(byte[] name) {
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(name)).toString();
            FilePath path = new FilePath(text);
            return path.value().equals(text) ? Optional.of(path) : Optional.empty();
        } catch (CharacterCodingException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Whether a name in the path is git's own directory on some file system. */
    public static boolean leadsIntoGit(FilePath path) {
        return path.segments().stream().anyMatch(GitNames::isGit);
    }

    private static boolean isGit(String name) {
        String hfs = LEFT_OUT_BY_HFS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        String ntfs = LEFT_OUT_BY_NTFS.matcher(name).replaceAll("").toLowerCase(Locale.ROOT);
        return hfs.equals(".git") || ntfs.equals(".git") || ntfs.equals("git~1");
    }

    /** The name for people: what is not printable as an escape, and where it stands. */
    public static String shown(byte[] name) {
        String text = new String(name, UTF_8);
        if (text.indexOf('\ufffd') < 0 && text.chars().noneMatch(Character::isISOControl)) {
            return text;
        }
        StringBuilder shown = new StringBuilder();
        for (char c : new String(name, ISO_8859_1).toCharArray()) {
            shown.append(c < 0x20 || c >= 0x7f ? "\\x%02x".formatted((int) c) : String.valueOf(c));
        }
        return shown.toString();
    }
}
