/** What both services' HTTP ports check of every request before anything else does, and how they bound what they count of it. */
@NullMarked
package io.patchline.http;

import org.jspecify.annotations.NullMarked;
