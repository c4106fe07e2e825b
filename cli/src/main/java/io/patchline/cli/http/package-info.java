/** HTTP to the ingest service: requests, answers, problems, and server-sent events that resume. */
@NullMarked
package io.patchline.cli.http;

import org.jspecify.annotations.NullMarked;
