package io.patchline.message;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.message.MessageCodec.UndecodableException;
import io.patchline.patch.Lane;
import io.patchline.patch.PatchId;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order to hold a lane no more. It goes through the lane's own queue, so that it has its place among the patches: what is before it is still set aside, what is
 * behind it is carried out.
 *
 * @param hold the patch whose failure began the hold
 * @param run the run that holds the lane, as far as the sender knows
 * @param after to be heeded only if nobody with a later place was set aside; absent: in any case
 * @param by the name of the credential
 */
public record LaneRelease(Lane lane, PatchId hold, int run, Optional<Long> after, String by) {
    /** The {@code type} property of such a message. */
    public static final String TYPE = "patchline.lane.release";

    private static final int PERSISTENT = 2;
    private static final ObjectMapper JSON = MessageCodec.mapper();

    public LaneRelease {
        if (run < 1) {
            throw new IllegalArgumentException("runs count from 1, not " + run);
        }
    }

    /**
     * @throws UndecodableException if the bytes are no such order that this version can read
     */
    public static LaneRelease read(byte[] body) throws UndecodableException {
        try {
            @Nullable LaneRelease release = JSON.readValue(body, LaneRelease.class);
            if (release == null) {
                throw new UndecodableException(LaneRelease.class, "null");
            }
            return release;
        } catch (IOException e) {
            throw new UndecodableException(LaneRelease.class, e.getClass().getSimpleName());
        }
    }

    public OutgoingMessage toMessage(Topology topology) {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("release-" + hold.hash())
                .type(TYPE)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
        String key = Topology.laneKey(lane.queue(topology.lanes()));
        return new OutgoingMessage(Topology.PATCHES, key, properties, body());
    }

    private byte[] body() {
        try {
            return JSON.writeValueAsBytes(this);
        } catch (IOException e) {
            throw new IllegalStateException("cannot write a release", e);
        }
    }
}
