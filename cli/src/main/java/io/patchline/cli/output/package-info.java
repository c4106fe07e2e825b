/** What commands print: tables for people, JSON for programs, and text from strangers made harmless for a terminal. */
@NullMarked
package io.patchline.cli.output;

import org.jspecify.annotations.NullMarked;
