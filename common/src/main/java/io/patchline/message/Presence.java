package io.patchline.message;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import io.patchline.message.MessageCodec.UndecodableException;
import java.util.List;
import java.util.Optional;

/**
 * An executor says on {@code patches.control} that it is there. What a newer version adds is passed over: an executor that were not understood would be taken for dead.
 *
 * @param executor its name
 * @param slots how many patches it carries out at the same time; 0: it takes no more and is about to leave
 * @param activity what it is on; absent from executors before this was told
 * @param workspaces that it is configured with; none from executors before this was told, which have a directory only
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Presence(
        String executor,
        int slots,
        Optional<Activity> activity,

        @JsonInclude(JsonInclude.Include.NON_EMPTY) @JsonSetter(nulls = Nulls.AS_EMPTY)
        List<WorkspaceInfo> workspaces) {
    /** The {@code type} property of such a message. */
    public static final String TYPE = "patchline.presence";

    public Presence {
        if (executor.isBlank() || slots < 0) {
            throw new IllegalArgumentException("an executor has a name, and 0 slots or more");
        }
        workspaces = List.copyOf(workspaces);
    }

    /** That it is there, and nothing more. */
    public Presence(String executor, int slots) {
        this(executor, slots, Optional.empty(), List.of());
    }

    /** The same executor, which takes no more. */
    public Presence leaving() {
        return new Presence(executor, 0, activity, workspaces);
    }

    /** The same, with what it is on. */
    public Presence on(Activity what) {
        return new Presence(executor, slots, Optional.of(what), workspaces);
    }

    /** The same, with the workspaces that it has. */
    public Presence with(List<WorkspaceInfo> configured) {
        return new Presence(executor, slots, activity, configured);
    }

    public OutgoingMessage toMessage() {
        return ControlMessage.of("presence-" + executor.hashCode(), TYPE, this);
    }

    /**
     * @throws UndecodableException if the body is no presence
     */
    public static Presence read(byte[] body) throws UndecodableException {
        return ControlMessage.read(body, Presence.class);
    }
}
