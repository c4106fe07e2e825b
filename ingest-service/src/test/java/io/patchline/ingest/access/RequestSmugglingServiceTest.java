package io.patchline.ingest.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import java.io.IOException;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * One request of a proxy's stays one request here: what two readers may take for messages of different lengths (RFC 9112, sections 6 and 7) is refused, and
 * the bytes behind it are not read as a request. The numbers are those of the advisories of the HTTP server below.
 */
@QuarkusTest
@TestProfile(AccessProfile.class)
class RequestSmugglingServiceTest {
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] \\d{3} ");

    private static final String HIDDEN = "GET /q/health/live HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    private static final String ALONE = "POST /q/health/live HTTP/1.1\r\nHost: x\r\n";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            CVE-2026-33870, a line end in a quoted chunk extension | Transfer-Encoding: chunked | 1;a="\\r\\nX\\r\\n0\\r\\n\\r\\n
            CVE-2025-58056, a bare line feed in a chunk extension  | Transfer-Encoding: chunked | 2;\\nxx\\r\\n0\\r\\n\\r\\n
            a bare line feed behind the length of a chunk          | Transfer-Encoding: chunked | 2\\nxx\\r\\n0\\r\\n\\r\\n
            a chunk longer than it says                            | Transfer-Encoding: chunked | 2\\r\\nxxx\\r\\n0\\r\\n\\r\\n
            a negative chunk                                       | Transfer-Encoding: chunked | -1\\r\\nxx\\r\\n0\\r\\n\\r\\n
            CVE-2026-89044, chunked and then something else        | Transfer-Encoding: chunked, xchunked | 0\\r\\n\\r\\n
            an unknown transfer coding, with a length              | Transfer-Encoding: xchunked\\r\\nContent-Length: 0 | ``
            chunked, and a length too                              | Transfer-Encoding: chunked\\r\\nContent-Length: 5 | 0\\r\\n\\r\\n
            chunked twice                                          | Transfer-Encoding: chunked\\r\\nTransfer-Encoding: chunked\\r\\nContent-Length: 5 | 0\\r\\n\\r\\n
            a space before the colon                               | Transfer-Encoding : chunked | 0\\r\\n\\r\\n
            two lengths                                            | Content-Length: 0\\r\\nContent-Length: 5 | ``
            a list of lengths                                      | Content-Length: 0, 5 | ``
            a length with a sign                                   | Content-Length: +0 | ``
            """)
    void what_can_be_read_in_two_ways_hides_no_second_request(String what, String headers, String body)
            throws IOException {
        assertThat(answers(ALONE + bytes(headers) + "\r\n\r\n" + bytes(body) + HIDDEN))
                .as(what)
                .isLessThanOrEqualTo(1);
    }

    /** CVE-2026-42581. */
    @Test
    void a_request_of_http_1_0_with_both_lengths_hides_no_second_request() throws IOException {
        String first =
                "POST /q/health/live HTTP/1.0\r\nHost: x\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n";
        String length = "Content-Length: " + (5 + HIDDEN.length()) + "\r\n\r\n";
        assertThat(answers(first + length + "0\r\n\r\n" + HIDDEN)).isLessThanOrEqualTo(1);
    }

    /** CVE-2026-50020. */
    @Test
    void control_characters_before_the_first_line_are_not_passed_over() throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            assertThat(client.send("\u0000\u0001\u0002\u007f  " + HIDDEN).answer())
                    .doesNotContain(" 200 ");
        }
    }

    @Test
    void a_body_that_looks_like_a_request_is_a_body() throws IOException {
        String body = "Content-Length: " + HIDDEN.length() + "\r\nConnection: close\r\n\r\n" + HIDDEN;
        assertThat(answers("GET /q/health/live HTTP/1.1\r\nHost: x\r\n" + body)).isEqualTo(1);
        assertThat(answers("HEAD /q/health/live HTTP/1.1\r\nHost: x\r\n" + body))
                .isEqualTo(1);
        assertThat(answers("POST /webhook HTTP/1.1\r\nHost: x\r\n" + body)).isEqualTo(1);
    }

    /** Without this, the others could not fail. */
    @Test
    void two_requests_that_are_two_are_both_answered() throws IOException {
        assertThat(answers(ALONE + "Transfer-Encoding: chunked\r\n\r\n2\r\nxx\r\n0\r\n\r\n" + HIDDEN))
                .isEqualTo(2);
    }

    /** How many answers come until the connection is closed. */
    private static long answers(String sent) throws IOException {
        try (RawClient client = new RawClient(RestAssured.port)) {
            return STATUS_LINE.matcher(client.send(sent).answer()).results().count();
        }
    }

    private static String bytes(String written) {
        return written.replace("\\r", "\r").replace("\\n", "\n");
    }
}
