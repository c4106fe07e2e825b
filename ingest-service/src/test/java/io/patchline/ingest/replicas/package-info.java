@NullMarked
package io.patchline.ingest.replicas;

import org.jspecify.annotations.NullMarked;
