package io.patchline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.DrainAccess.Caller;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DrainAccessTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Set<String> CURL = Set.of("Host", "User-Agent", "Accept");
    private static final Caller HERE = caller(true, "127.0.0.1:5053", CURL);
    private static final Caller ELSEWHERE = caller(false, "127.0.0.1:5053", CURL);

    @TempDir
    private Path directory;

    @Test
    void without_a_token_only_this_machine_may_and_nobody_in_the_name_of_another() {
        DrainAccess access = new DrainAccess(Optional.empty(), false);

        assertThat(access.refusal(HERE)).isEmpty();
        assertThat(codeOf(access, ELSEWHERE)).contains(ErrorCode.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin",
                "Forwarded",
                "X-Forwarded-For",
                "x-forwarded-host",
                "Via",
                "X-Real-IP",
                "CF-Connecting-IP",
                "True-Client-IP",
                "X-Client-IP",
                "Fly-Client-IP",
                "X-Envoy-External-Address",
                "X-Some-Proxy-Of-Tomorrow",
                "Cookie",
                "Referer",
                "Sec-Fetch-Mode"
            })
    void who_sends_a_header_that_a_browser_or_a_proxy_adds_may_not_without_a_token(String header) {
        DrainAccess access = new DrainAccess(Optional.empty(), false);

        assertThat(codeOf(access, caller(true, "localhost:5053", Set.of("Host", "Accept", header))))
                .contains(ErrorCode.FORBIDDEN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"patchline.example", "executor:5053", "127.0.0.1.example", "10.0.0.7:5053", "null", ""})
    void who_calls_it_by_the_name_that_a_proxy_has_may_not_without_a_token(String host) {
        assertThat(codeOf(new DrainAccess(Optional.empty(), false), caller(true, host, CURL)))
                .contains(ErrorCode.FORBIDDEN);
    }

    @Test
    void where_commands_could_be_the_callers_nobody_may_without_a_token() {
        assertThat(codeOf(new DrainAccess(Optional.empty(), true), HERE)).contains(ErrorCode.FORBIDDEN);
    }

    @Test
    void with_a_token_it_is_the_token_that_counts_wherever_it_comes_from() throws IOException {
        DrainAccess access = new DrainAccess(Optional.of(file(TOKEN + "\n")), true);

        assertThat(access.refusal(with(false, "Bearer " + TOKEN))).isEmpty();
        assertThat(access.refusal(with(true, "bearer " + TOKEN))).isEmpty();
        assertThat(codeOf(access, HERE)).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(codeOf(access, with(true, "Bearer " + TOKEN + "x"))).contains(ErrorCode.UNAUTHENTICATED);
        assertThat(codeOf(access, with(true, TOKEN))).contains(ErrorCode.UNAUTHENTICATED);
    }

    @Test
    void a_token_file_without_a_token_lets_nobody_in() throws IOException {
        assertThat(codeOf(new DrainAccess(Optional.of(file("")), false), with(true, "Bearer ")))
                .contains(ErrorCode.FORBIDDEN);
        assertThat(codeOf(new DrainAccess(Optional.of(file("short")), false), with(true, "Bearer short")))
                .contains(ErrorCode.FORBIDDEN);
        assertThat(codeOf(new DrainAccess(Optional.of(directory.resolve("none")), false), HERE))
                .contains(ErrorCode.FORBIDDEN);
    }

    private static Optional<ErrorCode> codeOf(DrainAccess access, Caller caller) {
        return access.refusal(caller).map(DrainAccess.Refusal::code);
    }

    private static Caller with(boolean loopback, String authorization) {
        return new Caller(loopback, "executor.example", Set.of("X-Real-IP"), Optional.of(authorization));
    }

    private static Caller caller(boolean loopback, String host, Set<String> headers) {
        return new Caller(loopback, host, headers, Optional.empty());
    }

    private Path file(String contents) throws IOException {
        return Files.writeString(directory.resolve("token"), contents);
    }
}
