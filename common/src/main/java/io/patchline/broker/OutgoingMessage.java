package io.patchline.broker;

import com.rabbitmq.client.AMQP.BasicProperties;

/**
 * A message to publish: always mandatory, and to be persistent by its properties.
 *
 * @param properties with a message id, by which a returned message is known again
 */
public record OutgoingMessage(String exchange, String routingKey, BasicProperties properties, byte[] body) {}
