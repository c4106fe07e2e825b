/** The OpenAPI document: what the service promises to programs. */
@NullMarked
package io.patchline.ingest.contract;

import org.jspecify.annotations.NullMarked;
