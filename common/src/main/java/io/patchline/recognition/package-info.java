/**
 * What a submitted text is: a command, a patch text in one of the formats that the patch engine reads, or something that must not be run.
 * Imports nothing but the JDK and JSpecify.
 */
@NullMarked
package io.patchline.recognition;

import org.jspecify.annotations.NullMarked;
