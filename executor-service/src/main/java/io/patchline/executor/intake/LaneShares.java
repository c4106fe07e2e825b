package io.patchline.executor.intake;

import io.patchline.patch.Digest;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Which executor should take from which lane queue: rendezvous hashing, weighted by slots, with a bound on each executor's share, so that it is never
 * more than its part of the slots rounded up. Everybody who knows of the same executors comes to the same shares, and a change of one moves few queues.
 * (Sources: Thaler and Ravishankar 1998; the bound as in "Consistent Hashing with Bounded Loads", Mirrokni et al. 2016.)
 */
final class LaneShares {
    private final Map<Integer, String> owners = new TreeMap<>();

    /**
     * @param slots of each executor by its name; those without slots get nothing
     * @param lanes the number of lane queues
     */
    LaneShares(Map<String, Integer> slots, int lanes) {
        int all = slots.values().stream().mapToInt(Integer::intValue).sum();
        List<Share> shares = new ArrayList<>();
        slots.forEach((name, own) -> shares.add(new Share(name, own, Math.ceilDiv(own * lanes, Math.max(1, all)))));
        for (int queue = 0; queue < lanes; queue++) {
            int number = queue;
            Optional<Share> best = shares.stream()
                    .filter(share -> share.room > 0)
                    .max(Comparator.<Share>comparingDouble(share -> score(share.name, share.slots, number))
                            .thenComparing(share -> share.name));
            best.ifPresent(share -> {
                share.room--;
                owners.put(number, share.name);
            });
        }
    }

    /** How many more queues an executor may get. */
    private static final class Share {
        private final String name;
        private final int slots;
        private int room;

        private Share(String name, int slots, int room) {
            this.name = name;
            this.slots = slots;
            this.room = room;
        }
    }

    /** The numbers of the lane queues that this executor should take from. */
    Set<Integer> of(String executor) {
        Set<Integer> own = new TreeSet<>();
        IntStream.range(0, owners.size())
                .filter(queue -> executor.equals(owners.get(queue)))
                .forEach(own::add);
        return own;
    }

    /** The weighted rendezvous score: higher wins, and the chance to win is in proportion to the weight. */
    private static double score(String executor, int weight, int queue) {
        long bits = ByteBuffer.wrap(Digest.sha256(executor + "\n" + queue)).getLong() >>> 11;
        double uniform = (bits + 0.5) / (1L << 53);
        return -weight / Math.log(uniform);
    }
}
