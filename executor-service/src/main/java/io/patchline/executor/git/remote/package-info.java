/** The repository that patches take effect in: where it is, how one gets in, what its branches are at, and pushing to them. */
@NullMarked
package io.patchline.executor.git.remote;

import org.jspecify.annotations.NullMarked;
