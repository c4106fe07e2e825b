package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.patch.PatchId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StoriesInOrderTest {
    private static final int OPERATIONS = 20_000;

    private final StoriesInOrder stories = new StoriesInOrder();

    @Test
    void they_are_as_in_a_linked_map_whatever_comes_changes_and_goes() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        LinkedHashMap<PatchId, PatchStory> expected = new LinkedHashMap<>();
        for (int i = 0; i < OPERATIONS; i++) {
            // Now there are more from time to time, now fewer.
            boolean grows = i / 2000 % 2 == 0;
            if (random.nextInt(10) < (grows ? 7 : 3)) {
                PatchStory story = story(random.nextInt(3000), i);
                assertThat(stories.put(story)).isEqualTo(Optional.ofNullable(expected.put(story.id(), story)));
            } else {
                PatchId id = random.nextBoolean() && !expected.isEmpty()
                        ? expected.firstEntry().getKey()
                        : id(random.nextInt(3000));
                assertThat(stories.get(id)).isEqualTo(Optional.ofNullable(expected.get(id)));
                assertThat(stories.remove(id)).isEqualTo(Optional.ofNullable(expected.remove(id)));
                assertThat(stories.get(id)).isEmpty();
            }
            assertThat(stories.size()).isEqualTo(expected.size());
            if (i % 100 == 0) {
                assertThat(stories.oldestFirst().toList())
                        .as("seed %d", seed)
                        .isEqualTo(List.copyOf(expected.values()));
                assertThat(newestFirst())
                        .isEqualTo(List.copyOf(expected.values()).reversed());
            }
        }
    }

    @Test
    void the_oldest_is_the_first_that_is_left() {
        IntStream.range(0, 100).forEach(number -> stories.put(story(number, 0)));
        IntStream.range(0, 99).forEach(number -> {
            assertThat(stories.oldestFirst().findFirst()).contains(story(number, 0));
            stories.remove(id(number));
        });
        assertThat(newestFirst()).containsExactly(story(99, 0));
        stories.remove(id(99));
        assertThat(stories.oldestFirst()).isEmpty();
        assertThat(newestFirst()).isEmpty();
    }

    private List<PatchStory> newestFirst() {
        List<ListedPatch> list = new ArrayList<>();
        stories.addNewestFirst(list);
        return list.stream().map(ListedPatch::story).toList();
    }

    private static PatchId id(int number) {
        return new PatchId("p" + number);
    }

    private static PatchStory story(int number, int attempt) {
        return PatchStory.begin(id(number)).happened(Stories.started("p" + number), attempt);
    }
}
