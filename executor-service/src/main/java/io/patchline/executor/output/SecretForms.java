package io.patchline.executor.output;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The forms in which a secret commonly turns up in output: as it is, each of its lines, in base64 at each of the three alignments, and
 * escaped for JSON, URLs, XML and the shell. After GitHub's {@code ValueEncoders} (actions/runner).
 */
final class SecretForms {
    /** Anything shorter would be found everywhere by chance. */
    static final int SHORTEST = 6;

    private SecretForms() {}

    /** The forms that are long enough, in UTF-8 as it is after {@link TerminalText}. */
    static Set<String> of(String secret) {
        String text = secret.replace("\r\n", "\n").strip();
        Set<String> forms = new LinkedHashSet<>();
        forms.add(text);
        text.lines().map(String::strip).forEach(forms::add);
        addBase64(text.getBytes(UTF_8), forms);
        addBase64(secret.getBytes(UTF_8), forms);
        String json = text.replace("\\", "\\\\")
                .replace("\"", "\\\"")
                .replace("\n", "\\n")
                .replace("\t", "\\t");
        forms.add(json);
        forms.add(json.replace("/", "\\/"));
        forms.add(URLEncoder.encode(text, UTF_8));
        forms.add(URLEncoder.encode(text, UTF_8).replace("+", "%20"));
        forms.add(percentEncoded(text));
        forms.add(text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;"));
        forms.add(text.replace("'", "'\\''"));
        forms.add(HexFormat.of().formatHex(text.getBytes(UTF_8)));
        forms.removeIf(form -> form.getBytes(UTF_8).length < SHORTEST);
        return forms;
    }

    /** The part of each alignment's encoding that does not depend on what stands before and after the secret. */
    private static void addBase64(byte[] secret, Set<String> forms) {
        for (int shift = 0; shift < 3; shift++) {
            byte[] aligned = new byte[shift + secret.length];
            System.arraycopy(secret, 0, aligned, shift, secret.length);
            String encoded = Base64.getEncoder().withoutPadding().encodeToString(aligned);
            int from = (shift * 8 + 5) / 6;
            int to = aligned.length * 8 / 6;
            if (from < to) {
                String certain = encoded.substring(from, to);
                forms.add(certain);
                forms.add(certain.replace('+', '-').replace('/', '_'));
            }
        }
    }

    /** RFC 3986: everything but the unreserved characters. {@link URLEncoder} leaves {@code *} alone and escapes {@code ~}. */
    private static String percentEncoded(String text) {
        return URLEncoder.encode(text, UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
