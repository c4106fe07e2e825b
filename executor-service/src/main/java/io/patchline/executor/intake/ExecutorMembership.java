package io.patchline.executor.intake;

import io.patchline.message.Presence;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** The executors that were heard of lately. Not for several threads at once. */
final class ExecutorMembership {
    /** Who was not heard for this long is gone: three times what executors wait before they speak again, and some. */
    static final Duration LIFETIME = Duration.ofMillis(3500);

    private final LongSupplier nanoTime;
    private final Map<String, Member> members = new HashMap<>();

    private record Member(int slots, long heardAt) {}

    /**
     * @param nanoTime a clock that never goes back, such as {@link System#nanoTime}
     */
    ExecutorMembership(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void heard(Presence presence) {
        if (presence.slots() == 0) {
            members.remove(presence.executor());
        } else {
            members.put(presence.executor(), new Member(presence.slots(), nanoTime.getAsLong()));
        }
    }

    /** Nobody could be heard for a while: everybody gets the time to speak again. */
    void hearingAgain() {
        members.replaceAll((name, member) -> new Member(member.slots(), nanoTime.getAsLong()));
    }

    /** The slots of those who are there, by name. */
    Map<String, Integer> alive() {
        long now = nanoTime.getAsLong();
        members.values().removeIf(member -> now - member.heardAt() > LIFETIME.toNanos());
        Map<String, Integer> slots = new HashMap<>();
        members.forEach((name, member) -> slots.put(name, member.slots()));
        return slots;
    }
}
