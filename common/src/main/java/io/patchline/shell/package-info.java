/** Reading of shell scripts: words, quotes, here-documents and simple commands, as POSIX defines them. */
@NullMarked
package io.patchline.shell;

import org.jspecify.annotations.NullMarked;
