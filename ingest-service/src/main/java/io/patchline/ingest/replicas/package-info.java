/** The replicas of this service, by what they say of themselves. */
@NullMarked
package io.patchline.ingest.replicas;

import org.jspecify.annotations.NullMarked;
