@NullMarked
package io.patchline.ingest.login;

import org.jspecify.annotations.NullMarked;
