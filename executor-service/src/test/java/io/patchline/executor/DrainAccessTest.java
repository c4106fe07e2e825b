package io.patchline.executor;

import static org.assertj.core.api.Assertions.assertThat;

import io.patchline.executor.DrainAccess.Caller;
import io.patchline.outcome.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrainAccessTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final Caller HERE = new Caller(true, false, Optional.empty());
    private static final Caller ELSEWHERE = new Caller(false, false, Optional.empty());
    private static final Caller BROWSER = new Caller(true, true, Optional.empty());

    @TempDir
    private Path directory;

    @Test
    void without_a_token_only_this_machine_may_and_nobody_in_the_name_of_another() {
        DrainAccess access = new DrainAccess(Optional.empty(), false);

        assertThat(access.refusal(HERE)).isEmpty();
        assertThat(codeOf(access, ELSEWHERE)).contains(ErrorCode.FORBIDDEN);
        assertThat(codeOf(access, BROWSER)).contains(ErrorCode.FORBIDDEN);
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
        return new Caller(loopback, false, Optional.of(authorization));
    }

    private Path file(String contents) throws IOException {
        return Files.writeString(directory.resolve("token"), contents);
    }
}
