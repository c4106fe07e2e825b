package io.patchline.broker;

/**
 * A queue or exchange that a service uses itself, with the permission by which its user may see it.
 *
 * @param purpose what is missing where the user has not got it, as the end of a sentence
 */
public record TopologyNeed(Kind kind, String name, Permission permission, String purpose) {
    /** What it is. */
    public enum Kind {
        QUEUE,
        EXCHANGE
    }

    /** Of RabbitMQ's, those that services have; a user with any on a name may see what has it. */
    enum Permission {
        WRITE,
        READ
    }

    public static TopologyNeed queue(String name, Permission permission, String purpose) {
        return new TopologyNeed(Kind.QUEUE, name, permission, purpose);
    }

    static TopologyNeed exchange(String name, Permission permission, String purpose) {
        return new TopologyNeed(Kind.EXCHANGE, name, permission, purpose);
    }

    /** As {@code queue patches.unrouted}. */
    public String what() {
        return lowerCase(kind) + " " + name;
    }

    /** For a person: the permission that is missing, on what, and what for. */
    @Override
    public String toString() {
        return "%s on %s, %s".formatted(lowerCase(permission), what(), purpose);
    }

    private static String lowerCase(Enum<?> word) {
        return word.name().toLowerCase(java.util.Locale.ROOT);
    }
}
