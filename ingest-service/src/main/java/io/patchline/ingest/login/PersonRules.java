package io.patchline.ingest.login;

import com.nimbusds.jwt.JWTClaimsSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who somebody is here by what the provider says of them, and what they may do. Without a rule for them nobody gets in.
 *
 * @param nameClaim claim with who it is
 * @param groupClaim claim with what gives scopes
 * @param groups its values by the scope of ours that they give
 */
record PersonRules(String nameClaim, String groupClaim, Map<String, Set<String>> groups) {
    /** What names of persons begin with: no token's and no sender's name has a colon. */
    private static final String PREFIX = "oidc:";

    private static final int LONGEST_NAME = 200;
    private static final int SHOWN = 20;

    PersonRules {
        groups = Map.copyOf(groups);
    }

    LoginResult of(JWTClaimsSet claims) {
        Object name = claims.getClaim(nameClaim);
        if (!(name instanceof String text) || !isName(text)) {
            return new LoginResult.Unusable(
                    "The identity provider's ID token says in the claim " + nameClaim
                            + " no name that can be used (a text up to " + LONGEST_NAME
                            + " characters). An operator has the provider put it in (patchline.console.login.ask), or chooses another one (patchline.console.login.name-claim).");
        }
        if (nameClaim.equals("email") && !isVerified(claims.getClaim("email_verified"))) {
            return new LoginResult.Unusable(
                    "The identity provider does not say that your e-mail address is verified, so it cannot say who you are. Verify it there, or have an operator choose another patchline.console.login.name-claim.");
        }
        Optional<Set<String>> said = values(claims.getClaim(groupClaim));
        if (said.isEmpty()) {
            return new LoginResult.Unusable(
                    "The identity provider's ID token has no claim " + groupClaim
                            + " that is a text or a list of texts. An operator has the provider put it in (patchline.console.login.ask), or names another one (patchline.console.login.group-claim).");
        }
        Set<String> scopes = scopes(said.get());
        return scopes.isEmpty()
                ? new LoginResult.NotAllowed(withoutRule(PREFIX + text, said.get()))
                : new LoginResult.LoggedIn(new Person(PREFIX + text, scopes));
    }

    private static boolean isName(String name) {
        return !name.isBlank()
                && name.equals(name.strip())
                && name.length() <= LONGEST_NAME
                && !ShownText.isHidden(name);
    }

    /** Some providers write it as a text. */
    private static boolean isVerified(Object claim) {
        return Boolean.TRUE.equals(claim) || "true".equals(claim);
    }

    private static Optional<Set<String>> values(Object claim) {
        if (claim instanceof String text) {
            return Optional.of(Set.of(text));
        }
        if (claim instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
            Set<String> values = new TreeSet<>();
            list.forEach(value -> values.add(String.valueOf(value)));
            return Optional.of(values);
        }
        return Optional.empty();
    }

    private Set<String> scopes(Set<String> said) {
        Set<String> scopes = new TreeSet<>();
        groups.forEach((scope, values) -> {
            if (values.stream().anyMatch(said::contains)) {
                scopes.add(scope);
            }
        });
        return scopes;
    }

    private String withoutRule(String name, Set<String> said) {
        List<String> first = said.stream().limit(SHOWN).map(ShownText::of).toList();
        String all = said.isEmpty() ? "nothing" : String.join(", ", first) + (said.size() > SHOWN ? ", …" : "");
        return "The identity provider says that you are " + name + ", but nothing that it says in the claim "
                + groupClaim
                + " (" + all
                + ") allows anything here. Ask to be put into a group that does, or have an operator add one of yours to patchline.console.login.groups.<scope>.";
    }
}
