package io.patchline.ingest.acts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.rabbitmq.client.AMQP.BasicProperties;
import io.patchline.ingest.deadletters.RequestBody;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.Topology;
import java.time.Instant;
import java.util.Optional;

/**
 * An act that is none of a patch's events, as it stands in the log: a login, the end of a token.
 *
 * @param id of this act alone
 * @param what {@link #LOGGED_IN} and so on
 * @param by the name of the credential
 * @param subject what it was done to: the name of a token; of a login by a code the code's nonce
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ActMessage(String id, String what, String by, Instant time, Optional<String> subject) {
    /** The {@code type} property of such a message. */
    static final String TYPE = "patchline.act";

    public static final String LOGGED_IN = "logged_in";
    public static final String LOGGED_OUT = "logged_out";

    /** A login by a one-time code, whose nonce is the subject. */
    public static final String CODE_USED = "logged_in_by_link";

    public static final String TOKEN_REVOKED = "token_revoked";

    private static final int PERSISTENT = 2;

    /** To the log and to no queue. */
    public OutgoingMessage toMessage() {
        BasicProperties properties = new BasicProperties.Builder()
                .messageId("act-" + id)
                .type(TYPE)
                .contentType("application/json")
                .deliveryMode(PERSISTENT)
                .build();
        return new OutgoingMessage(Topology.PATCHES, Topology.LOG_MARKER_KEY, properties, RequestBody.write(this));
    }
}
