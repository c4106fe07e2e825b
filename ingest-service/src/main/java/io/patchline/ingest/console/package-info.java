/** The console: its pages, and the sessions in which browsers use them. */
@NullMarked
package io.patchline.ingest.console;

import org.jspecify.annotations.NullMarked;
