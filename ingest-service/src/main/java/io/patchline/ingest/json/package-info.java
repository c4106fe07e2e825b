/** JSON as clients write it: read strictly, every problem at once with its JSON pointer. */
@NullMarked
package io.patchline.ingest.json;

import org.jspecify.annotations.NullMarked;
