package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.mcp.protocol.QuotedText;
import io.patchline.outcome.ErrorCode;
import io.patchline.outcome.Problem;
import io.patchline.patch.PatchId;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The arguments of one call, checked as they are asked for. What is not understood is refused, because it would otherwise be ignored. For one thread. */
public final class Arguments {
    static final String ID = "id";

    /** The most characters of a text that is kept while the answer is waited for. */
    private static final int SHORT = 4_096;

    /** How many problems are told of, as with a patch: a message has room for tens of thousands, each of which would be told in a sentence. */
    private static final int MOST_PROBLEMS = 50;

    private ObjectNode given;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * @param known the names that the tool's schema has
     */
    public Arguments(ObjectNode given, Set<String> known) {
        this.given = given;
        String taken = String.join(", ", known);
        given.fieldNames().forEachRemaining(name -> {
            if (!known.contains(name)) {
                refuse(name, "Is no argument of this tool and would be ignored. It takes " + taken + ".");
            }
        });
    }

    /** The value as it is; empty if it is not given, or null. */
    Optional<JsonNode> value(String name) {
        return Optional.ofNullable(given.get(name)).filter(value -> !value.isNull());
    }

    Optional<String> text(String name) {
        Optional<JsonNode> value = value(name);
        if (value.filter(JsonNode::isTextual).isEmpty() && value.isPresent()) {
            refuse(name, "Must be a string.");
        }
        return value.filter(JsonNode::isTextual).map(JsonNode::textValue);
    }

    /** One of at most {@value #SHORT} characters. */
    Optional<String> shortText(String name) {
        Optional<String> text = text(name);
        Optional<String> fitting = text.filter(value -> value.length() <= SHORT);
        if (text.isPresent() && fitting.isEmpty()) {
            refuse(name, "Must have at most " + SHORT + " characters.");
        }
        return fitting;
    }

    /** A whole number within these bounds. */
    Optional<Integer> number(String name, int least, int most) {
        return value(name).flatMap(value -> {
            boolean fits = value.isIntegralNumber()
                    && value.canConvertToLong()
                    && value.longValue() >= least
                    && value.longValue() <= most;
            if (!fits) {
                refuse(name, "Must be a whole number from " + least + " to " + most + ".");
            }
            return fits ? Optional.of(value.intValue()) : Optional.empty();
        });
    }

    boolean flag(String name) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isBoolean()) {
            refuse(name, "Must be true or false.");
        }
        return value.filter(JsonNode::booleanValue).isPresent();
    }

    /** The arguments in an object of this name. */
    Optional<Arguments> inner(String name, Set<String> knownInside) {
        Optional<JsonNode> value = value(name);
        if (value.isPresent() && !value.get().isObject()) {
            refuse(name, "Must be an object.");
        }
        return value.filter(JsonNode::isObject).map(object -> new Arguments((ObjectNode) object, knownInside));
    }

    /** Takes over what is wrong with the arguments in an object of this name. */
    void takeProblems(String name, Arguments inside) {
        inside.problems.forEach(
                problem -> problems.add(new Problem(problem.code(), "/" + name + problem.pointer(), problem.detail())));
    }

    /** The id of a patch, which must be given. */
    Optional<PatchId> patch() {
        Optional<String> text = text(ID);
        if (text.isEmpty()) {
            refuse(ID, "Must be given: the id that submit_patch answered. list_patches finds it.");
            return Optional.empty();
        }
        try {
            return Optional.of(new PatchId(text.get()));
        } catch (IllegalArgumentException | DateTimeException e) {
            refuse(ID, "Cannot be the id of a patch: 1 to 200 characters without control characters.");
            return Optional.empty();
        }
    }

    /** Lets go of what was given: all of it that is needed has been asked for. */
    public void forget() {
        given = JsonNodeFactory.instance.objectNode();
    }

    void refuse(String name, String detail) {
        if (problems.size() < MOST_PROBLEMS) {
            problems.add(new Problem(ErrorCode.INVALID_REQUEST, "/" + pointer(name), detail));
        }
    }

    /** What is to be answered where something is wrong with what was asked for until now. */
    Optional<ToolResult> refusal() {
        if (problems.isEmpty()) {
            return Optional.empty();
        }
        String detail = problems.size() == 1
                ? "The argument " + QuotedText.of(problems.getFirst().pointer().substring(1)) + ": "
                        + problems.getFirst().detail()
                : (problems.size() < MOST_PROBLEMS ? "" : "At least ") + problems.size()
                        + " arguments are wrong; see errors.";
        return Optional.of(ToolResult.refused(
                ErrorCode.INVALID_REQUEST,
                detail,
                problems,
                "Nothing was done. Correct the arguments that errors name, and call the tool again."));
    }

    private static String pointer(String name) {
        return QuotedText.bounded(name).replace("~", "~0").replace("/", "~1");
    }
}
