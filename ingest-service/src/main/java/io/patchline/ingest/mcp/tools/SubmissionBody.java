package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.mcp.protocol.RpcMessage;
import io.patchline.outcome.Problem;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A patch as a tool takes it, with an argument for each form, and as the webhook takes it: what can be said either way is the same patch. Everything is checked there; what is wrong is
 * reported here with its place among the arguments.
 *
 * @param body as at the webhook
 * @param fileCount how many of the mutations came as {@code files}, before those of {@code replace}
 * @param commandAlone whether the command is the whole patch
 * @param oneReplacement whether {@code replace} is an object and not a list
 */
record SubmissionBody(byte[] body, int fileCount, boolean commandAlone, boolean oneReplacement) {
    static final String COMMAND = "command";
    static final String DIFF = "diff";
    static final String FILES = "files";
    static final String REPLACE = "replace";

    /** Arguments that the webhook has under the same name or, behind the arrow of this map, under another one. */
    private static final Map<String, String> SAME = Map.ofEntries(
            Map.entry("id", "id"),
            Map.entry("target_file", "target_file"),
            Map.entry("lane", "lane"),
            Map.entry("timeout", "timeout"),
            Map.entry("retries", "retries"),
            Map.entry("idempotent", "idempotent"),
            Map.entry("network", "network"),
            Map.entry("on_failure", "onFailure"),
            Map.entry("cwd", "cwd"),
            Map.entry("env", "env"),
            Map.entry("strict", "strict"),
            Map.entry("workspace", "workspace"),
            Map.entry("base", "base"),
            Map.entry("review", "review"),
            Map.entry("message", "message"),
            Map.entry("description", "description"),
            Map.entry("metadata", "metadata"));

    /** Every argument that a patch is made of. */
    static final Set<String> NAMES = names();

    private static final String PATCH = "patch";
    private static final String MUTATIONS = "mutations";
    private static final String BUILD = "postMutationBuild";
    private static final String ROLE = "role";

    /**
     * The body; empty if something is wrong with the arguments, which then say what.
     *
     * @param roles under which a text is a command
     */
    static Optional<SubmissionBody> of(Arguments arguments, Set<String> roles) {
        Optional<String> command = arguments.text(COMMAND);
        Optional<String> diff = arguments.text(DIFF);
        Optional<JsonNode> files = arguments.value(FILES);
        Optional<JsonNode> replace = arguments.value(REPLACE);
        if (files.isPresent() && !files.get().isArray()) {
            arguments.refuse(FILES, "Must be a list of objects, one for each file.");
        }
        if (replace.isPresent() && !replace.get().isContainerNode()) {
            arguments.refuse(REPLACE, "Must be an object, or a list of them.");
        }
        if (command.isEmpty() && diff.isEmpty() && files.isEmpty() && replace.isEmpty()) {
            arguments.refuse(
                    COMMAND,
                    "Nothing would be done: give command (shell text), diff (unified or V4A), files (a list of {path,"
                            + " contents}) or replace ({path, search, replace}).");
        }
        if (arguments.refusal().isPresent()) {
            return Optional.empty();
        }
        ArrayNode mutations = JsonNodeFactory.instance.arrayNode();
        files.ifPresent(items -> items.forEach(mutations::add));
        int fileCount = mutations.size();
        replace.ifPresent(items -> {
            if (items.isArray()) {
                items.forEach(mutations::add);
            } else {
                mutations.add(items);
            }
        });
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        SAME.forEach((name, field) -> arguments.value(name).ifPresent(value -> body.set(field, value)));
        if (files.isPresent() || replace.isPresent()) {
            body.set(MUTATIONS, mutations);
        }
        diff.ifPresent(text -> body.put(PATCH, text));
        boolean alone = command.isPresent() && body.path(PATCH).isMissingNode() && !body.has(MUTATIONS);
        command.ifPresent(text -> body.put(alone ? PATCH : BUILD, text));
        if (alone) {
            body.put(ROLE, roles.stream().sorted().findFirst().orElse("command_patch"));
        }
        return Optional.of(new SubmissionBody(
                bytes(body),
                fileCount,
                alone,
                replace.filter(JsonNode::isObject).isPresent()));
    }

    private static byte[] bytes(ObjectNode body) {
        try {
            return RpcMessage.JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree is JSON", e);
        }
    }

    private static Set<String> names() {
        Set<String> names = new TreeSet<>(SAME.keySet());
        names.addAll(Set.of(COMMAND, DIFF, FILES, REPLACE));
        return names;
    }

    /** What says which argument is where, to be kept while the answer is waited for. */
    SubmissionBody withoutBytes() {
        return new SubmissionBody(new byte[0], fileCount, commandAlone, oneReplacement);
    }

    /** The problems with their places among the arguments, which stand at this place themselves. */
    List<Problem> amongArguments(List<Problem> problems, String at) {
        return problems.stream()
                .map(problem -> new Problem(problem.code(), at + pointer(problem.pointer()), problem.detail()))
                .toList();
    }

    private String pointer(String inBody) {
        String[] steps = inBody.split("/", 4);
        if (steps.length < 2) {
            return inBody;
        }
        String rest = inBody.substring(1 + steps[1].length());
        return switch (steps[1]) {
            case PATCH -> "/" + (commandAlone ? COMMAND : DIFF) + rest;
            case ROLE, BUILD -> "/" + COMMAND + rest;
            case "onFailure" -> "/on_failure" + rest;
            case MUTATIONS -> mutation(steps, rest);
            default -> inBody;
        };
    }

    private String mutation(String[] steps, String rest) {
        if (steps.length < 3 || !steps[2].matches("\\d{1,9}")) {
            return "/" + (fileCount > 0 ? FILES : REPLACE) + rest;
        }
        int index = Integer.parseInt(steps[2]);
        String inside = steps.length > 3 ? "/" + steps[3] : "";
        if (index < fileCount) {
            return "/" + FILES + "/" + index + inside;
        }
        return "/" + REPLACE + (oneReplacement ? "" : "/" + (index - fileCount)) + inside;
    }
}
