package io.patchline.cli.reference;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.cli.ExitCode;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** All commands as JSON, for agents: {@code patchline help --json}. */
public final class CommandDescription {
    private static final ObjectMapper JSON = new ObjectMapper();

    private CommandDescription() {}

    /** A command with everything below it, and the exit codes. */
    public static ObjectNode of(CommandSpec root) {
        ObjectNode all = command(root);
        ObjectNode codes = all.putObject("exit_codes");
        for (ExitCode code : ExitCode.values()) {
            codes.put(Integer.toString(code.number()), code.name().toLowerCase(Locale.ROOT));
        }
        return all;
    }

    private static ObjectNode command(CommandSpec spec) {
        ObjectNode one = JSON.createObjectNode().put("name", spec.name()).put("description", Descriptions.of(spec));
        ArrayNode aliases = one.putArray("aliases");
        List.of(spec.aliases()).forEach(aliases::add);
        ArrayNode parameters = one.putArray("parameters");
        for (PositionalParamSpec parameter : spec.positionalParameters()) {
            parameters
                    .addObject()
                    .put("name", parameter.paramLabel())
                    .put("description", Descriptions.of(parameter))
                    .put("required", parameter.arity().min() > 0)
                    .put("several", parameter.arity().max() > 1);
        }
        ArrayNode options = one.putArray("options");
        for (OptionSpec option : spec.options()) {
            if (!option.hidden()) {
                ObjectNode described = options.addObject();
                ArrayNode names = described.putArray("names");
                for (String name : option.names()) {
                    names.add(name);
                }
                described.put("description", Descriptions.of(option)).put("required", option.required());
                if (option.arity().max() > 0) {
                    described.put("value", option.paramLabel());
                }
            }
        }
        ArrayNode subcommands = one.putArray("commands");
        Descriptions.subcommands(spec).forEach(sub -> subcommands.add(command(sub)));
        return one;
    }
}
