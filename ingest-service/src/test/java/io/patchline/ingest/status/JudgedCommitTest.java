package io.patchline.ingest.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.message.PatchMessage;
import io.patchline.message.ReviewDecision;
import io.patchline.outcome.ErrorCode;
import io.patchline.patch.CommitId;
import io.patchline.patch.PatchId;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a decision was about, so that one which was lost is sent again about the same commit, and not about what came to wait since. */
class JudgedCommitTest {
    private final StatusIndex index = new StatusIndex(10, 1 << 30);

    @ParameterizedTest
    @MethodSource("decisions")
    void a_decision_is_known_with_the_commit_that_it_names(ReviewDecision decision, Optional<CommitId> judged) {
        PatchMessage decided = Stories.message("p").decided(2, decision);
        index.accepted(Stories.message("p"), 1);
        index.happened(Stories.awaiting("p"), 2);
        assertThat(index.known("p").judged()).isEmpty();

        index.accepted(decided);
        assertThat(index.known("p").judged()).as("confirmed").isEqualTo(judged);
        index.accepted(decided, 3);
        assertThat(index.known("p").judged()).as("read from the log").isEqualTo(judged);

        index.accepted(Stories.message("p").decided(3, decision).undecided(), 4);
        assertThat(index.known("p").judged()).as("a replay of the patch itself").isEmpty();
    }

    static Stream<Arguments> decisions() {
        return Stream.of(
                Arguments.of(new ReviewDecision.Approve(Stories.COMMIT, "bob"), Optional.of(Stories.COMMIT)),
                Arguments.of(rejection(Optional.of(Stories.COMMIT)), Optional.of(Stories.COMMIT)),
                Arguments.of(rejection(Optional.empty()), Optional.empty()));
    }

    @Test
    void the_commit_is_counted_with_the_story() {
        PatchStory story = PatchStory.begin(new PatchId("p"));

        PatchStory named = decided(story, rejection(Optional.of(Stories.COMMIT)));
        PatchStory unnamed = decided(story, rejection(Optional.empty()));

        assertThat(named.heapBytes() - unnamed.heapBytes())
                .isEqualTo(Stories.COMMIT.value().length());
    }

    private static PatchStory decided(PatchStory story, ReviewDecision decision) {
        return story.accepted(Stories.message("p").decided(2, decision), Optional.of(3L));
    }

    private static ReviewDecision rejection(Optional<CommitId> commit) {
        return new ReviewDecision.Reject(commit, ErrorCode.REJECTED, Optional.of("bob"), "no");
    }
}
