/** What a run costs, by {@code bench/ledger} and {@code bench/sandbox}. */
@NullMarked
package io.patchline.executor.bench;

import org.jspecify.annotations.NullMarked;
