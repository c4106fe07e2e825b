@NullMarked
package io.patchline.executor.cgroup;

import org.jspecify.annotations.NullMarked;
