package io.patchline.ingest;

import io.patchline.transition.OneLineFilter;
import io.quarkus.logging.LoggingFilter;
import java.util.logging.Filter;

/** The filter of this service's log. Quarkus wants a final class of the application that names {@link Filter} itself. */
@LoggingFilter(name = "one-line-each")
public final class OneLineEach extends OneLineFilter implements Filter {}
