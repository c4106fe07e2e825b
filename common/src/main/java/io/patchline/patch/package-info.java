/** What was asked: the patch, its identity, its lane and its actions. Imports nothing but the JDK, JSpecify and Jackson's annotations. */
@NullMarked
package io.patchline.patch;

import org.jspecify.annotations.NullMarked;
