package io.patchline.ingest.follow;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FollowersTest {
    private final Followers followers = new Followers(5, 3);

    @Test
    void one_credential_does_not_take_the_room_of_all_others() {
        for (int i = 0; i < 3; i++) {
            assertThat(followers.haveRoomFor("greedy")).isTrue();
            followers.enter("greedy");
        }
        assertThat(followers.haveRoomFor("greedy")).isFalse();
        assertThat(followers.haveRoomFor("other")).isTrue();
    }

    @Test
    void who_leaves_makes_room_and_all_together_are_bounded() {
        Followers.Presence first = followers.enter("a");
        followers.enter("a");
        followers.enter("a");
        followers.enter("b");
        followers.enter("c");
        assertThat(followers.haveRoomFor("d")).isFalse();
        first.close();
        assertThat(followers.haveRoomFor("d")).isTrue();
        assertThat(followers.haveRoomFor("a")).isTrue();
        assertThat(followers.present()).isEqualTo(4);
    }
}
