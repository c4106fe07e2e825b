package io.patchline.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.ShutdownSignalException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The broker closed a channel for a message that was published on it: its size, or a property. It does not say which message. (Source: {@code rabbit_basic:check_size_exceeded},
 * {@code rabbit_channel:check_user_id_header} and {@code check_expiration_header} of RabbitMQ 3.10 and 4.)
 *
 * @param reason the broker's words
 * @param largest how many bytes a message may have, where that was the reason
 */
record MessageRefusal(String reason, OptionalLong largest) {
    private static final Pattern TOO_LARGE =
            Pattern.compile("message size \\d+ is larger than (?:configured )?max size (\\d{1,18})");

    /** Empty where the channel or connection was closed for anything else. */
    static Optional<MessageRefusal> of(ShutdownSignalException signal) {
        if (signal.getReason() instanceof AMQP.Channel.Close close
                && close.getReplyCode() == AMQP.PRECONDITION_FAILED
                && !signal.isInitiatedByApplication()) {
            Matcher tooLarge = TOO_LARGE.matcher(close.getReplyText());
            OptionalLong largest =
                    tooLarge.find() ? OptionalLong.of(Long.parseLong(tooLarge.group(1))) : OptionalLong.empty();
            return Optional.of(new MessageRefusal(close.getReplyText(), largest));
        }
        return Optional.empty();
    }
}
