package io.patchline.cli.deadletters;

import picocli.CommandLine.Command;

/** Patches that did not succeed, as an operator sees to them. */
@Command(
        name = "dead-letters",
        aliases = "dlq",
        description = "List, show, replay, mend and discard dead letters: patches that did not succeed.",
        subcommands = {
            DeadLetterListCommand.class,
            DeadLetterShowCommand.class,
            DeadLetterReplayCommand.class,
            DeadLetterMendCommand.class,
            DeadLetterDiscardCommand.class
        })
public final class DeadLettersCommand {}
