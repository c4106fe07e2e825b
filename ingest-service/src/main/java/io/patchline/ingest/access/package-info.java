/** Authentication: tokens and signatures of webhooks, what each allows, and how often. */
@NullMarked
package io.patchline.ingest.access;

import org.jspecify.annotations.NullMarked;
