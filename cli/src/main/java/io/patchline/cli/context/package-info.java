/** Which service a command talks to, and with which token: options, environment, and named contexts in a file. */
@NullMarked
package io.patchline.cli.context;

import org.jspecify.annotations.NullMarked;
