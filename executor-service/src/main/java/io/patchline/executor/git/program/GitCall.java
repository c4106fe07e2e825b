package io.patchline.executor.git.program;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * One call of git.
 *
 * @param arguments the command and its arguments
 * @param input what it reads
 * @param environment variables besides those of the program
 * @param output what reads its output; a call that writes more than is read is ended
 * @param mostFileBytes how large each file may become that it writes
 * @param mostWritten how many bytes it may write by itself, all together
 * @param mostData how many bytes of memory it may have
 */
public record GitCall(
        List<String> arguments,
        byte[] input,
        Map<String, String> environment,
        Output output,
        Optional<Long> mostFileBytes,
        OptionalLong mostWritten,
        OptionalLong mostData) {
    /** What git says in a word or a line, and never what a patch made: whoever asks for that says how much of it is held. */
    private static final int MOST_OUTPUT = 1 << 20;

    public GitCall {
        arguments = List.copyOf(arguments);
        environment = Map.copyOf(environment);
    }

    public static GitCall of(String... arguments) {
        return new GitCall(
                List.of(arguments),
                new byte[0],
                Map.of(),
                Output.bytes(MOST_OUTPUT),
                Optional.empty(),
                OptionalLong.empty(),
                OptionalLong.empty());
    }

    /** The same with more arguments. */
    public GitCall and(List<String> more) {
        List<String> all = new ArrayList<>(arguments);
        all.addAll(more);
        return new GitCall(all, input, environment, output, mostFileBytes, mostWritten, mostData);
    }

    /** The same with more arguments. */
    public GitCall and(String... more) {
        return and(List.of(more));
    }

    /** The same, reading this. */
    public GitCall reading(byte[] what) {
        return new GitCall(arguments, what, environment, output, mostFileBytes, mostWritten, mostData);
    }

    /** The same with this variable. */
    public GitCall with(String name, String value) {
        Map<String, String> all = new TreeMap<>(environment);
        all.put(name, value);
        return new GitCall(arguments, input, all, output, mostFileBytes, mostWritten, mostData);
    }

    /** The same with these variables. */
    public GitCall with(Map<String, String> more) {
        Map<String, String> all = new TreeMap<>(environment);
        all.putAll(more);
        return new GitCall(arguments, input, all, output, mostFileBytes, mostWritten, mostData);
    }

    /** The same, of whose output no more than this is read. */
    public GitCall atMost(int bytes) {
        return to(Output.bytes(bytes));
    }

    /** The same, whose output this reads. */
    public GitCall to(Output reader) {
        return new GitCall(arguments, input, environment, reader, mostFileBytes, mostWritten, mostData);
    }

    /** The same, writing no larger file. */
    public GitCall noFileOver(long bytes) {
        return new GitCall(arguments, input, environment, output, Optional.of(bytes), mostWritten, mostData);
    }

    /** The same, writing no more than this; what it starts is not counted. */
    public GitCall writingAtMost(long bytes) {
        return new GitCall(arguments, input, environment, output, mostFileBytes, OptionalLong.of(bytes), mostData);
    }

    /** The same, with no more memory than this. */
    public GitCall withMemory(long bytes) {
        return new GitCall(arguments, input, environment, output, mostFileBytes, mostWritten, OptionalLong.of(bytes));
    }

    /** The command, for messages: never its arguments, which may name what is not for everybody. */
    public String command() {
        return "git " + arguments.getFirst();
    }
}
