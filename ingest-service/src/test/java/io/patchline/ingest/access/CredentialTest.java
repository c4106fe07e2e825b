package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CredentialTest {
    private final MultiMap headers = MultiMap.caseInsensitiveMultiMap();

    @Test
    void a_token_comes_as_bearer_or_by_itself_in_its_header() {
        assertThat(brought()).isNull();
        headers.add("Authorization", "bearer  abc ");
        assertThat(brought()).isEqualTo(new Credential.Token("abc"));
        headers.add("X-Key", "def");
        assertThat(brought()).isEqualTo(new Credential.Token("def"));
    }

    @Test
    void a_token_comes_as_the_password_of_its_name() {
        headers.add("Authorization", "Basic " + base64("ci:pl_1:2"));
        assertThat(brought()).isEqualTo(new Credential.NamedToken("ci", "pl_1:2"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authorization", "X-Key"})
    void a_code_is_one_in_either_header(String header) {
        headers.add(header, " code  abc ");
        assertThat(brought()).isEqualTo(new Credential.Code("abc"));
    }

    @Test
    void two_credentials_are_none() {
        headers.add("Authorization", "Bearer a").add("authorization", "Bearer b");
        assertThat(brought()).isInstanceOf(Credential.Unreadable.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Digest username=x", "Basic !!", "Basic bm9jb2xvbg==", "Basic /w==", "Negotiate YII="})
    void what_cannot_be_read_is_not_taken_for_a_token(String value) {
        headers.add("Authorization", value);
        assertThat(brought()).isInstanceOf(Credential.Unreadable.class);
    }

    private @org.jspecify.annotations.Nullable Credential brought() {
        return Credential.in(headers, "X-Key").orElse(null);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
