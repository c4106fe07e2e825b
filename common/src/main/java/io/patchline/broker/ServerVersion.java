package io.patchline.broker;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A version of RabbitMQ, and what is known of it: which were tried, and which have faults that Patchline's promises suffer from (docs/operations.md). */
record ServerVersion(int major, int minor, int patch) implements Comparable<ServerVersion> {
    /** With which the whole test suite was run; docs/operations.md tells when. */
    static final List<ServerVersion> TRIED =
            List.of(new ServerVersion(3, 10, 8), new ServerVersion(4, 0, 5), new ServerVersion(4, 3, 6));

    private static final Pattern TEXT = Pattern.compile("(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})(?![\\d.]).*");

    private static final List<Faults> FAULTS = List.of(
            new Faults(new ServerVersion(4, 2, 0), new ServerVersion(4, 2, 9)),
            new Faults(new ServerVersion(4, 3, 0), new ServerVersion(4, 3, 5)));

    /** From the first version on, until they were mended. */
    private record Faults(ServerVersion from, ServerVersion mendedIn) {
        boolean has(ServerVersion version) {
            return version.compareTo(from) >= 0 && version.compareTo(mendedIn) < 0;
        }
    }

    /**
     * @param text as the server says it, such as {@code 4.3.6} or {@code 4.3.0-rc.1}
     * @return empty if that is no version
     */
    static Optional<ServerVersion> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new ServerVersion(
                        Integer.parseInt(matcher.group(1)),
                        Integer.parseInt(matcher.group(2)),
                        Integer.parseInt(matcher.group(3))))
                : Optional.empty();
    }

    boolean isTried() {
        return TRIED.contains(this);
    }

    /** The version to upgrade to, because this one has faults that can lose what was confirmed. */
    Optional<ServerVersion> mendedIn() {
        return FAULTS.stream()
                .filter(faults -> faults.has(this))
                .map(Faults::mendedIn)
                .findFirst();
    }

    /** What a person should know of a server of this version; empty if nothing. */
    static Optional<String> advice(String text) {
        Optional<ServerVersion> version = parse(text);
        Optional<String> faults = version.flatMap(ServerVersion::mendedIn)
                .map(mended -> "it has faults that can lose what it has confirmed: upgrade to " + mended);
        boolean tried = version.filter(ServerVersion::isTried).isPresent();
        return faults.or(() -> tried
                ? Optional.empty()
                : Optional.of("Patchline was not tried with it, but with "
                        + TRIED.stream().map(ServerVersion::toString).collect(Collectors.joining(", "))));
    }

    @Override
    public int compareTo(ServerVersion other) {
        return Comparator.comparingInt(ServerVersion::major)
                .thenComparingInt(ServerVersion::minor)
                .thenComparingInt(ServerVersion::patch)
                .compare(this, other);
    }

    @Override
    public String toString() {
        return major + "." + minor + "." + patch;
    }
}
