/** Subscribers of stream queues: one that is watched by its user, and one that needs no watching. */
@NullMarked
package io.patchline.broker.stream;

import org.jspecify.annotations.NullMarked;
