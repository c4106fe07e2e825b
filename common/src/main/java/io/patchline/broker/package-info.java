/** The broker as both services use it: its topology, one session at a time, confirmed publishing, and the bytes on the wire. */
@NullMarked
package io.patchline.broker;

import org.jspecify.annotations.NullMarked;
