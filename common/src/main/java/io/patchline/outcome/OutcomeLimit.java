package io.patchline.outcome;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How long an outcome may be: so that its event fits into one message of any broker, and many of them into the memory of whoever reads them. Commands write
 * as much as they like, and a diff can fault every line of a file, so that every part has its share.
 */
public final class OutcomeLimit {
    /** The most that an outcome takes as JSON in UTF-8: 1 MiB, a sixteenth of RabbitMQ 4's default for a message. */
    public static final int MOST_BYTES = 1 << 20;

    /** The longest summary, in characters. */
    public static final int MOST_SUMMARY_CHARACTERS = 2_000;

    /** The longest detail of a problem, in characters. */
    public static final int MOST_DETAIL_CHARACTERS = 8_000;

    /** What summary and problems may take of it. */
    static final long MOST_REASON_BYTES = 160 << 10;

    private static final long MOST_SUMMARY_BYTES = 6L * MOST_SUMMARY_CHARACTERS + 64;
    private static final long FIXED_PROBLEM_BYTES = 64;

    private OutcomeLimit() {}

    /** The same outcome if it is short enough, else what of it there is room for, with what was {@linkplain Omitted left out} in its report. */
    public static Outcome fit(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> new Outcome.Succeeded(fit(succeeded.report(), 0));
            case Outcome.Failed failed -> {
                List<Problem> problems = fit(failed.problems());
                yield new Outcome.Failed(
                        failed.code(),
                        fit(failed.summary()),
                        problems,
                        fit(failed.report(), failed.problems().size() - problems.size()));
            }
            case Outcome.TimedOut timedOut -> new Outcome.TimedOut(fit(timedOut.summary()), fit(timedOut.report(), 0));
            case Outcome.Refused refused ->
                new Outcome.Refused(refused.code(), fit(refused.summary()), fit(refused.problems()));
            case Outcome.Cancelled cancelled ->
                new Outcome.Cancelled(fit(cancelled.summary()), fit(cancelled.report(), 0));
            case Outcome.Interrupted interrupted ->
                new Outcome.Interrupted(fit(interrupted.summary()), fit(interrupted.report(), 0));
            case Outcome.AwaitingReview awaiting ->
                new Outcome.AwaitingReview(fit(awaiting.summary()), awaiting.until(), fit(awaiting.report(), 0));
            case Outcome.Rejected rejected ->
                new Outcome.Rejected(
                        rejected.code(), fit(rejected.summary()), rejected.by(), fit(rejected.report(), 0));
        };
    }

    /** The outcome without anything that could make it long: for a broker that takes not even {@link #MOST_BYTES}. */
    public static Outcome bare(Outcome outcome) {
        RunReport report = bare(outcome.report(), 0);
        return switch (outcome) {
            case Outcome.Succeeded succeeded -> new Outcome.Succeeded(report);
            case Outcome.Failed failed ->
                new Outcome.Failed(
                        failed.code(),
                        fit(failed.summary()),
                        List.of(),
                        bare(failed.report(), failed.problems().size()));
            case Outcome.TimedOut timedOut -> new Outcome.TimedOut(fit(timedOut.summary()), report);
            case Outcome.Refused refused -> new Outcome.Refused(refused.code(), fit(refused.summary()), List.of());
            case Outcome.Cancelled cancelled -> new Outcome.Cancelled(fit(cancelled.summary()), report);
            case Outcome.Interrupted interrupted -> new Outcome.Interrupted(fit(interrupted.summary()), report);
            case Outcome.AwaitingReview awaiting ->
                new Outcome.AwaitingReview(fit(awaiting.summary()), awaiting.until(), report);
            case Outcome.Rejected rejected ->
                new Outcome.Rejected(rejected.code(), fit(rejected.summary()), rejected.by(), report);
        };
    }

    private static RunReport fit(RunReport report, int problemsLeftOut) {
        BoundedReport bounded = new BoundedReport();
        bounded.omit(report.omitted().orElse(Omitted.NOTHING).plus(new Omitted(0, 0, 0, 0, problemsLeftOut)));
        report.commands().forEach(bounded::add);
        bounded.add(report.files(), report.diff());
        report.notes().forEach(bounded::note);
        report.git().ifPresent(bounded::git);
        return bounded.report(report.elapsed());
    }

    private static RunReport bare(RunReport report, int problems) {
        Omitted omitted = new Omitted(
                report.commands().size(),
                report.commands().stream()
                        .mapToLong(command -> command.output().keptBytes())
                        .sum(),
                report.files().size(),
                report.diff().map(String::length).orElse(0),
                problems);
        Omitted all = report.omitted().orElse(Omitted.NOTHING).plus(omitted);
        return new RunReport(
                report.elapsed(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                all.equals(Omitted.NOTHING) ? Optional.empty() : Optional.of(all),
                report.git().map(git -> git.with(List.of())));
    }

    /** The first problems: the others are mostly of the same kind. */
    private static List<Problem> fit(List<Problem> problems) {
        List<Problem> fitting = new ArrayList<>();
        long room = MOST_REASON_BYTES - MOST_SUMMARY_BYTES;
        for (Problem problem : problems) {
            Problem cut = new Problem(problem.code(), problem.pointer(), cut(problem.detail(), MOST_DETAIL_CHARACTERS));
            room -= FIXED_PROBLEM_BYTES + JsonSize.of(cut.pointer()) + JsonSize.of(cut.detail());
            if (room < 0) {
                return fitting;
            }
            fitting.add(cut);
        }
        return fitting;
    }

    private static String fit(String summary) {
        return cut(summary, MOST_SUMMARY_CHARACTERS);
    }

    static String cut(String text, int most) {
        if (text.length() <= most) {
            return text;
        }
        boolean splits = Character.isHighSurrogate(text.charAt(most - 2));
        return text.substring(0, splits ? most - 2 : most - 1) + "…";
    }
}
