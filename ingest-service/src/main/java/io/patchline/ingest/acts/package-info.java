/** Who did what when: the acts of people and programs, from the log. */
@NullMarked
package io.patchline.ingest.acts;

import org.jspecify.annotations.NullMarked;
