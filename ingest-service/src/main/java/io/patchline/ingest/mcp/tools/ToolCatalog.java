package io.patchline.ingest.mcp.tools;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.patchline.ingest.access.Caller;
import io.patchline.ingest.mcp.protocol.Revision;
import io.patchline.ingest.mcp.protocol.RpcMessage;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The tools that there are, always in the same order; each caller sees those that its scopes allow, and no other can be called. */
@Singleton
public final class ToolCatalog {
    /** In the order in which a model uses them. */
    static final List<String> ORDER = List.of(
            "preview_patch",
            "submit_patch",
            "wait_for_patch",
            "get_patch",
            "read_patch_output",
            "list_patches",
            "cancel_patch",
            "list_dead_letters",
            "replay_dead_letter",
            "revert_patch");

    private final List<Entry> entries;

    /** A tool and what is said of it. */
    private record Entry(Tool tool, ObjectNode definition) {
        boolean isFor(Caller caller) {
            return tool.scopes().stream().anyMatch(caller::has);
        }

        Set<String> arguments() {
            Set<String> names = new LinkedHashSet<>();
            definition.path("inputSchema").path("properties").fieldNames().forEachRemaining(names::add);
            return names;
        }
    }

    /** A tool that the caller may call. */
    public static final class Callable {
        private final Entry entry;

        private Callable(Entry entry) {
            this.entry = entry;
        }

        public String name() {
            return entry.tool().name();
        }

        /** Whether it can be answered with a task. */
        public boolean hasTasks() {
            return name().equals(SubmitTool.NAME);
        }

        /** The arguments as this tool takes them. */
        public Arguments arguments(ObjectNode given) {
            return new Arguments(given, entry.arguments());
        }

        public Uni<ToolResult> call(ToolCall call) {
            return entry.tool().call(call);
        }
    }

    ToolCatalog(@All List<Tool> tools) {
        this.entries = ORDER.stream()
                .map(name -> new Entry(
                        tools.stream()
                                .filter(tool -> tool.name().equals(name))
                                .findFirst()
                                .orElseThrow(() -> new IllegalStateException("there is no tool " + name)),
                        definition(name)))
                .toList();
    }

    /** The tool of this name, if there is one and the caller may call it. */
    public Optional<Callable> find(String name, Caller caller) {
        return entries.stream()
                .filter(entry -> entry.tool().name().equals(name) && entry.isFor(caller))
                .findFirst()
                .map(Callable::new);
    }

    /** What the caller may call, as {@code tools/list} lists it. */
    public ArrayNode list(Caller caller, Revision revision) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        entries.stream().filter(entry -> entry.isFor(caller)).forEach(entry -> {
            ObjectNode definition = entry.definition().deepCopy();
            if (revision == Revision.R2025_11_25 && entry.tool().name().equals(SubmitTool.NAME)) {
                definition.putObject("execution").put("taskSupport", "optional");
            }
            list.add(definition);
        });
        return list;
    }

    static ObjectNode definition(String name) {
        try (InputStream resource =
                Objects.requireNonNull(ToolCatalog.class.getResourceAsStream("/mcp/" + name + ".json"), name)) {
            ObjectNode definition = JsonNodeFactory.instance.objectNode();
            definition.put("name", name);
            definition.setAll((ObjectNode) RpcMessage.JSON.readTree(resource));
            return definition;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
