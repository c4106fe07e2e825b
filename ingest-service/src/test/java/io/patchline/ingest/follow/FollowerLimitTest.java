package io.patchline.ingest.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FollowerLimitTest {
    private final FollowerLimit followerLimit = new FollowerLimit(5, 3);

    @Test
    void one_credential_does_not_take_the_room_of_all_others() {
        for (int i = 0; i < 3; i++) {
            assertThat(followerLimit.haveRoomFor("greedy")).isTrue();
            followerLimit.enter("greedy");
        }
        assertThat(followerLimit.haveRoomFor("greedy")).isFalse();
        assertThat(followerLimit.haveRoomFor("other")).isTrue();
    }

    @Test
    void who_leaves_makes_room_and_all_together_are_bounded() {
        FollowerLimit.Presence first = followerLimit.enter("a");
        followerLimit.enter("a");
        followerLimit.enter("a");
        followerLimit.enter("b");
        followerLimit.enter("c");
        assertThat(followerLimit.haveRoomFor("d")).isFalse();
        first.close();
        assertThat(followerLimit.haveRoomFor("d")).isTrue();
        assertThat(followerLimit.haveRoomFor("a")).isTrue();
        assertThat(followerLimit.present()).isEqualTo(4);
    }
}
