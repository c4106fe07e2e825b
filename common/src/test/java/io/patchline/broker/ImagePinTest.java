package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every deployment runs the RabbitMQ of {@code deploy/rabbitmq/version}, and it is one that was tried. */
class ImagePinTest {
    private static final Pattern IMAGE = Pattern.compile("rabbitmq:[0-9][^\\s}]*");

    @ParameterizedTest
    @ValueSource(strings = {"docker-compose.yml", "deploy/kubernetes/base/broker.yaml"})
    void the_image_is_the_pinned_one(String file) {
        assertThat(IMAGE.matcher(PinnedImage.read(file)).results().map(MatchResult::group))
                .as("deploy/rabbitmq/pin " + PinnedImage.version() + " mends it")
                .containsExactly(PinnedImage.name());
    }

    @Test
    void the_pinned_version_was_tried_and_has_no_known_faults() {
        ServerVersion pinned = ServerVersion.parse(PinnedImage.version()).orElseThrow();
        assertThat(pinned.isTried()).isTrue();
        assertThat(pinned.mendedIn()).isEmpty();
    }
}
