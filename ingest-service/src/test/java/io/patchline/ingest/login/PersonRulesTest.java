package io.patchline.ingest.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PersonRulesTest {
    private static final PersonRules RULES =
            new PersonRules("email", "groups", Map.of("read", Set.of("dev"), "operate", Set.of("ops", "root")));

    @Test
    void a_rule_for_any_of_the_values_gives_its_scope_and_no_other() {
        assertThat(of(List.of("dev"))).isEqualTo(in(Set.of("read")));
        assertThat(of(List.of("x", "root", "dev"))).isEqualTo(in(Set.of("read", "operate")));
        assertThat(of("ops")).isEqualTo(in(Set.of("operate")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "DEV", "dev ops", "develop", "dev,ops", "*"})
    void values_are_compared_by_the_letter(String value) {
        assertThat(of(value)).isInstanceOf(LoginResult.NotAllowed.class);
    }

    @Test
    void a_claim_that_is_no_list_of_texts_lets_nobody_in() {
        assertThat(of(List.of(1, "dev"))).isInstanceOf(LoginResult.Unusable.class);
        assertThat(of(Map.of("dev", true))).isInstanceOf(LoginResult.Unusable.class);
        assertThat(of(true)).isInstanceOf(LoginResult.Unusable.class);
        assertThat(of(null)).isInstanceOf(LoginResult.Unusable.class);
        assertThat(of(List.of())).isInstanceOf(LoginResult.NotAllowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "anna\n", "anna\nread", " anna", "an\u202ena", "an\u0000na", "an\u200bna"})
    void a_name_that_would_break_a_line_or_show_as_another_is_none(String name) {
        assertThat(RULES.of(claims().claim("email", name).build())).isInstanceOf(LoginResult.Unusable.class);
    }

    @Test
    void a_name_has_a_length() {
        assertThat(RULES.of(claims().claim("email", "a".repeat(201)).build())).isInstanceOf(LoginResult.Unusable.class);
        assertThat(RULES.of(claims().claim("email", 7).build())).isInstanceOf(LoginResult.Unusable.class);
        assertThat(RULES.of(claims().claim("email", "a".repeat(200)).build())).isInstanceOf(LoginResult.LoggedIn.class);
    }

    @ParameterizedTest
    @CsvSource({"true, true", "false, false", "yes, false"})
    void an_address_that_the_provider_has_not_verified_is_nobodys_name(String verified, boolean isIn) {
        assertThat(RULES.of(claims().claim("email_verified", verified).build()) instanceof LoginResult.LoggedIn)
                .isEqualTo(isIn);
        assertThat(RULES.of(claims().claim("email_verified", null).build())).isInstanceOf(LoginResult.Unusable.class);
    }

    @Test
    void no_name_of_a_person_is_one_of_a_token() {
        assertThat(of("dev"))
                .isInstanceOfSatisfying(
                        LoginResult.LoggedIn.class,
                        in -> assertThat(in.person().name())
                                .isEqualTo("oidc:anna@example.org")
                                .doesNotMatch("[A-Za-z0-9._-]{1,64}"));
    }

    @Test
    void what_the_provider_says_is_shown_on_one_line_and_not_without_end() {
        assertThat(of(List.of("a\nWARN forged", "an\u202ena", "g".repeat(5000))))
                .isInstanceOfSatisfying(
                        LoginResult.NotAllowed.class,
                        refused -> assertThat(refused.detail())
                                .contains("a\uFFFDWARN forged", "an\uFFFDna", "ggg…")
                                .doesNotContain("\n", "\u202e")
                                .hasSizeLessThan(1000));
    }

    private static LoginResult in(Set<String> scopes) {
        return new LoginResult.LoggedIn(new Person("oidc:anna@example.org", scopes));
    }

    private static LoginResult of(@Nullable Object groups) {
        return RULES.of(claims().claim("groups", groups).build());
    }

    private static JWTClaimsSet.Builder claims() {
        return new JWTClaimsSet.Builder()
                .subject("7")
                .claim("email", "anna@example.org")
                .claim("email_verified", true)
                .claim("groups", "dev");
    }
}
