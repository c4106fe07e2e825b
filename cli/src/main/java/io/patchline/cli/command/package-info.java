/** The commands, one class each: what they take, ask of the API, and print. */
@NullMarked
package io.patchline.cli.command;

import org.jspecify.annotations.NullMarked;
