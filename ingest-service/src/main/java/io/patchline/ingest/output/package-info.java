/** What patches' commands wrote, read part by part by those who do not stay connected. */
@NullMarked
package io.patchline.ingest.output;

import org.jspecify.annotations.NullMarked;
