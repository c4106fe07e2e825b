package io.patchline.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BrokerAddressTest {
    @Test
    void an_address_tells_where_and_who_and_shows_no_password() {
        BrokerAddress address =
                BrokerAddress.parse("amqp://me:s%2Fcret@broker:5671/%2F").getFirst();

        assertThat(address.host()).isEqualTo("broker");
        assertThat(address.port()).isEqualTo(5671);
        assertThat(address.user()).isEqualTo("me");
        assertThat(address.password()).isEqualTo("s/cret");
        assertThat(address.virtualHost()).isEqualTo("/");
        assertThat(address).hasToString("amqp://broker:5671/%2F");
    }

    @Test
    void several_addresses_are_separated_by_commas_or_white_space() {
        assertThat(BrokerAddress.parse("amqp://a, amqps://b\namqp://c\n"))
                .extracting(BrokerAddress::host)
                .containsExactly("a", "b", "c");
        assertThat(BrokerAddress.parse("amqps://b").getFirst().port()).isEqualTo(5671);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "localhost", "http://me:secret@host", "amqp://me:se cret@host", "amqp:///vhost"})
    void what_is_no_address_is_refused_without_repeating_it(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.parse(text))
                .withMessageContaining("amqp://user:password@host:port/vhost")
                .withMessageNotContaining("secret");
    }

    @Test
    void the_file_is_read_where_one_is_named(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("url"), "amqp://fromfile\n");

        assertThat(BrokerAddress.from(settings(file)))
                .extracting(BrokerAddress::host)
                .containsExactly("fromfile");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.from(settings(directory.resolve("missing"))))
                .withMessageContaining("missing");
    }

    @Test
    void files_for_tls_need_an_address_with_tls(@TempDir Path directory) {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        BrokerAddress.from(Settings.of("amqps://a,amqp://b").withCa(directory.resolve("ca.pem"))))
                .withMessageContaining("amqps://");
    }

    @Test
    void a_certificate_needs_its_key() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> BrokerAddress.from(Settings.of("amqps://a").withCertificate(Path.of("mine.pem"))))
                .withMessageContaining("patchline.broker.key-file");
    }

    @Test
    void a_file_for_tls_that_cannot_be_used_is_named_at_once(@TempDir Path directory) throws IOException {
        Path missing = directory.resolve("missing.pem");
        Path nonsense = Files.writeString(directory.resolve("nonsense.pem"), "no certificate");
        Path empty = Files.writeString(directory.resolve("empty.pem"), "");

        for (Path file : new Path[] {missing, nonsense, empty}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> BrokerAddress.from(Settings.of("amqps://a").withCa(file)))
                    .withMessageContaining(file.toString());
        }
    }

    private static BrokerSettings settings(Path urlFile) {
        return new Settings(
                "amqp://other", Optional.of(urlFile), Optional.empty(), Optional.empty(), Optional.empty(), true);
    }
}
