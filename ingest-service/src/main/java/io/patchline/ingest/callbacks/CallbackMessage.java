package io.patchline.ingest.callbacks;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Delivery;
import io.patchline.message.OutgoingMessage;
import io.patchline.message.PatchMessage;
import io.patchline.message.Topology;
import io.patchline.patch.CallbackUrl;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * A callback that is due: an event, and in the headers where it is to be sent and what was tried.
 *
 * @param id the event's id, the same at each try
 * @param tries how many there were
 * @param since when the first began
 * @param body the event as it is sent
 */
record CallbackMessage(String id, CallbackUrl url, int tries, Instant since, byte[] body) {
    private static final String TRIES = "patchline-callback-tries";
    private static final String SINCE = "patchline-callback-since";
    private static final int PERSISTENT = 2;

    /**
     * @param now when the first try begins, if this is the first
     * @throws IllegalArgumentException if the message has no id or no address to send it to
     */
    static CallbackMessage read(Delivery delivery, Instant now) {
        Map<String, Object> headers = delivery.getProperties().getHeaders();
        String id = delivery.getProperties().getMessageId();
        if (headers == null || id == null || !headers.containsKey(PatchMessage.CALLBACK)) {
            throw new IllegalArgumentException("no id or no header " + PatchMessage.CALLBACK);
        }
        int tries = headers.get(TRIES) instanceof Number number ? number.intValue() : 0;
        Instant since = headers.get(SINCE) instanceof Number millis ? Instant.ofEpochMilli(millis.longValue()) : now;
        return new CallbackMessage(
                id, new CallbackUrl(headers.get(PatchMessage.CALLBACK).toString()), tries, since, delivery.getBody());
    }

    CallbackMessage triedOnceMore() {
        return new CallbackMessage(id, url, tries + 1, since, body);
    }

    /** For a waiting queue, out of which it comes back when the pause is over. */
    OutgoingMessage toWait(RetrySchedule.Wait wait) {
        Map<String, Object> headers = new HashMap<>();
        headers.put(PatchMessage.CALLBACK, url.value());
        headers.put(TRIES, tries);
        headers.put(SINCE, since.toEpochMilli());
        BasicProperties properties = new BasicProperties.Builder()
                .messageId(id)
                .contentType("application/cloudevents+json")
                .deliveryMode(PERSISTENT)
                .expiration(Long.toString(Math.max(1, wait.pause().toMillis())))
                .headers(headers)
                .build();
        return new OutgoingMessage(Topology.RESULTS, Topology.callbackWaitKey(wait.queue()), properties, body);
    }
}
