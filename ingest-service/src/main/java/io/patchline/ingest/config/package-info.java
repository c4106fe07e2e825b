/** The configuration of the ingest service, and the values it reads. */
@NullMarked
package io.patchline.ingest.config;

import org.jspecify.annotations.NullMarked;
