package io.patchline.ingest.session;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Begins sessions and knows them again, and so the codes that begin one. Holds nothing but keys: every replica with the same ones knows them. Safe for use by several threads. */
public final class Sessions {
    /** How long a code is good that begins a session: long enough to see it on a terminal and follow it. */
    public static final Duration CODE_GOOD_FOR = Duration.ofMinutes(15);

    /** How long somebody may take to log in at an identity provider. */
    public static final Duration LOGIN_WITHIN = Duration.ofMinutes(10);

    private static final int NONCE_BYTES = 16;
    private static final int SECRET_BYTES = 32;

    private final SignedText cookies;
    private final SignedText codes;
    private final SignedText csrf;
    private final SignedText logins;
    private final Duration goodFor;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    /**
     * @param keys those of {@link SessionKeys}
     * @param goodFor how long a session lasts
     */
    public Sessions(List<byte[]> keys, Duration goodFor, Clock clock) {
        this.cookies = new SignedText("patchline console session", keys);
        this.codes = new SignedText("patchline console code", keys);
        this.csrf = new SignedText("patchline console csrf", keys);
        this.logins = new SignedText("patchline console login", keys);
        this.goodFor = goodFor;
        this.clock = clock;
    }

    /**
     * A session that begins now.
     *
     * @param tokenExpires when the token itself expires: no session outlasts it
     */
    public Session begin(String name, String token, Optional<Instant> tokenExpires) {
        Instant end = clock.instant().plus(goodFor);
        return new Session(name, token, tokenExpires.filter(end::isAfter).orElse(end), nonce());
    }

    /**
     * A session of a person that begins now.
     *
     * @param binding by which settings they were let in
     * @param lasts no longer than this, and no longer than every other one
     */
    Session begin(String name, String binding, Set<String> scopes, Duration lasts) {
        Duration shorter = lasts.compareTo(goodFor) < 0 ? lasts : goodFor;
        return new Session(name, binding, clock.instant().plus(shorter), nonce(), Optional.of(scopes));
    }

    /** The cookie's value. */
    public String cookie(Session session) {
        return cookies.sign(session.text());
    }

    /** The session in a cookie's value, if it is one of ours that is not over. */
    public Optional<Session> of(String cookie) {
        return cookies.verify(cookie).flatMap(Session::parse).filter(this::goesOn);
    }

    /** What a page has to send with each request that changes something. */
    public String csrf(Session session) {
        return csrf.codeOf(session.text());
    }

    public boolean isCsrf(Session session, String sent) {
        return csrf.isCodeOf(session.text(), sent);
    }

    /** A code that begins one session for the holder of this token. */
    public String code(String name, String token) {
        return codes.sign(new Session(name, token, clock.instant().plus(CODE_GOOD_FOR), nonce()).text());
    }

    /** Whose code this is, if it is one of ours that is not over. That it is used once only, whoever takes it has to see to: by its nonce. */
    public Optional<Session> ofCode(String code) {
        return codes.verify(code).flatMap(Session::parse).filter(this::goesOn);
    }

    /** A login at an identity provider that begins now. */
    PendingLogin pending(String page) {
        return new PendingLogin(
                secret(), secret(), secret(), page, clock.instant().plus(LOGIN_WITHIN));
    }

    String cookie(PendingLogin login) {
        return logins.sign(login.text());
    }

    /** The login in a cookie's value, if it was begun at a service with our keys and is not over. */
    Optional<PendingLogin> ofPending(String cookie) {
        return logins.verify(cookie)
                .flatMap(PendingLogin::parse)
                .filter(login -> clock.instant().isBefore(login.expires()));
    }

    private boolean goesOn(Session session) {
        return clock.instant().isBefore(session.expires());
    }

    private String nonce() {
        return HexFormat.of().formatHex(random(NONCE_BYTES));
    }

    /** 43 characters, as a code verifier has at least. (Source: RFC 7636, 4.1.) */
    private String secret() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(random(SECRET_BYTES));
    }

    private byte[] random(int bytes) {
        byte[] made = new byte[bytes];
        random.nextBytes(made);
        return made;
    }
}
