package io.patchline.cli.options;

import io.patchline.cli.context.ContextFile;
import io.patchline.cli.output.Printer;
import java.io.InputStream;
import java.time.Clock;
import java.util.Map;

/**
 * What surrounds a command.
 *
 * @param printer standard output and standard error
 * @param input standard input
 * @param variables the environment
 * @param contexts the services that the user has named
 */
public record CommandEnvironment(
        Printer printer, InputStream input, Map<String, String> variables, ContextFile contexts, Clock clock) {}
