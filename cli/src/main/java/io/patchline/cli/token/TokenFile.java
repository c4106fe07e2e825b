package io.patchline.cli.token;

import io.patchline.cli.CommandException;
import io.patchline.cli.ExitCode;
import io.patchline.cli.context.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The file of tokens, changed by one command at a time. Lines that are no token, such as comments, stay as they are. */
public final class TokenFile {
    private final Path file;

    public TokenFile(Path file) {
        this.file = file;
    }

    public Path path() {
        return file;
    }

    /**
     * The tokens, in the order of the file; none if it is not there.
     *
     * @throws CommandException if a line cannot be read
     */
    public List<TokenLine> tokens() {
        List<TokenLine> tokens = new ArrayList<>();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            if (isToken(lines.get(i))) {
                tokens.add(parse(lines.get(i), i + 1));
            }
        }
        return tokens;
    }

    /** Puts a token in the place of the one of its name, or behind the others. The file stays untouched if it is there as it is. */
    public void put(TokenLine token) {
        change(lines -> {
            List<String> changed = new ArrayList<>(lines);
            int at = indexOf(changed, token.name());
            if (at < 0) {
                changed.add(token.text());
            } else {
                changed.set(at, token.text());
            }
            return changed;
        });
    }

    /**
     * Adds a token.
     *
     * @throws CommandException if there is one of its name
     */
    public void add(TokenLine token) {
        change(lines -> {
            if (indexOf(lines, token.name()) >= 0) {
                throw new CommandException(
                        ExitCode.REFUSED,
                        "name_taken",
                        "There is a token of the name " + token.name()
                                + ". Choose another name, or first: patchline token revoke " + token.name());
            }
            List<String> changed = new ArrayList<>(lines);
            changed.add(token.text());
            return changed;
        });
    }

    /**
     * Takes a token away.
     *
     * @throws CommandException if there is none of the name
     */
    public void remove(String name) {
        change(lines -> {
            List<String> changed = new ArrayList<>(lines);
            if (!changed.removeIf(line -> isToken(line) && nameOf(line).equals(name))) {
                throw new CommandException(
                        ExitCode.NOT_FOUND,
                        "no_token",
                        "There is no token of the name " + name + " in " + file
                                + ". `patchline token list` shows those that there are.");
            }
            return changed;
        });
    }

    private void change(UnaryOperator<List<String>> change) {
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock ignored = channel.lock()) {
                List<String> before = lines();
                List<String> after = change.apply(before);
                if (!after.equals(before)) {
                    write(String.join("\n", after) + (after.isEmpty() ? "" : "\n"));
                }
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OTHER, "not_written", "The file of tokens " + file + " cannot be changed: " + e);
        }
    }

    /** In one step where that is possible. A container has its file mounted by itself, and would go on seeing the old one. */
    private void write(String text) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.exists(file) && directory != null && directory.endsWith("secrets")) {
            Files.writeString(file, text);
        } else {
            PrivateFiles.write(file, text, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    private List<String> lines() {
        try {
            return Files.exists(file) ? Files.readAllLines(file, StandardCharsets.UTF_8) : List.of();
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.OTHER, "not_read", "The file of tokens " + file + " cannot be read: " + e);
        }
    }

    private TokenLine parse(String line, int number) {
        try {
            return TokenLine.parse(line);
        } catch (IllegalArgumentException e) {
            throw new CommandException(
                    ExitCode.OTHER,
                    "not_read",
                    "Line " + number + " of " + file + ": "
                            + Optional.ofNullable(e.getMessage()).orElse("not a token"));
        }
    }

    private static int indexOf(List<String> lines, String name) {
        for (int i = 0; i < lines.size(); i++) {
            if (isToken(lines.get(i)) && nameOf(lines.get(i)).equals(name)) {
                return i;
            }
        }
        return -1;
    }

    private static boolean isToken(String line) {
        return !line.isBlank() && !line.startsWith("#");
    }

    private static String nameOf(String line) {
        return line.split(":", 2)[0];
    }
}
