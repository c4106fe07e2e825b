/** The least that an HTTP route in front of RabbitMQ does which keeps the webhook's promise: a process of its own, which {@code bench/run} measures beside Patchline. */
@NullMarked
package io.patchline.bench.route;

import org.jspecify.annotations.NullMarked;
