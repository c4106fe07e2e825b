/** Every message on the wire: bodies, properties, headers, and the names of exchanges and queues. */
@NullMarked
package io.patchline.message;

import org.jspecify.annotations.NullMarked;
