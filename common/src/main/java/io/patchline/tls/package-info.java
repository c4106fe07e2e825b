/** TLS to the broker: keys and authorities from PEM files, and the verification of host names. */
@NullMarked
package io.patchline.tls;

import org.jspecify.annotations.NullMarked;
