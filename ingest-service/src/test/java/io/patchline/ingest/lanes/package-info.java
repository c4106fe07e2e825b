@org.jspecify.annotations.NullMarked
package io.patchline.ingest.lanes;
