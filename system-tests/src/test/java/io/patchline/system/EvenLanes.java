package io.patchline.system;

import io.patchline.patch.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lanes of which each lane queue has as many as any other: by chance some queues have twice as many as others, and the fullest then bounds what all can do. */
public final class EvenLanes {
    private EvenLanes() {}

    /**
     * The numbers {@code n} of lanes called {@code lane-n}.
     *
     * @param lanes how many, a multiple of the number of lane queues
     */
    public static List<Integer> numbers(int lanes, int laneQueues) {
        Map<Integer, Integer> taken = new HashMap<>();
        List<Integer> numbers = new ArrayList<>();
        for (int number = 0; numbers.size() < lanes; number++) {
            int queue = new Lane("lane-" + number).queue(laneQueues);
            if (taken.merge(queue, 1, Integer::sum) <= lanes / laneQueues) {
                numbers.add(number);
            }
        }
        return numbers;
    }
}
