package io.patchline.patch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CallbackUrlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://example.com",
                "http://10.0.0.1:8080/a/b?c=d",
                "HTTPS://[2a00::1]:443/",
                "https://xn--bcher-kva.example/x"
            })
    void an_address_on_the_web_is_kept_as_it_was_written(String address) {
        assertThat(new CallbackUrl(address).uri()).hasToString(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "/hook",
                "ftp://example.com/",
                "file:///etc/passwd",
                "https:///x",
                "https://user:secret@example.com/",
                "https://user@example.com/",
                "https://example.com/#part",
                "https://example.com:0/",
                "https://example.com:65536/",
                "https://exa mple.com/",
                "https://example.com/\n",
                "https://exa_mple/",
                "javascript:alert(1)",
                "https://127.1/"
            })
    void anything_else_is_refused(String address) {
        assertThatThrownBy(() -> new CallbackUrl(address))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("callback");
    }
}
