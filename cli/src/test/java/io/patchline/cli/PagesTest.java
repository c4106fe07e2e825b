package io.patchline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists that are longer than a page of the API. */
class PagesTest {
    @ParameterizedTest
    @CsvSource({"list, /v1/patches, patches, next_cursor", "dead-letters list, /v1/dead-letters, dead_letters, next"})
    void a_list_goes_on_over_the_pages_of_the_api(String command, String path, String field, String cursor) {
        try (FakeService service = new FakeService()) {
            service.on(path, (exchange, request) -> {
                boolean first = !request.path().contains("cursor=");
                String next = first ? ",\"" + cursor + "\":\"c1\"" : "";
                String page = "{\"" + field + "\":[{\"id\":\"" + (first ? "one" : "two") + "\"}]" + next + "}";
                FakeService.send(exchange, 200, "application/json", page);
            });

            CommandRun list = CommandRun.at(service, (command + " -o jsonl --limit 600").split(" "));

            assertThat(list.out()).isEqualTo("{\"id\":\"one\"}\n{\"id\":\"two\"}\n");
            assertThat(service.requests()).hasSize(2);
            assertThat(service.requests().getFirst().path()).contains("limit=500");
        }
    }

    @Test
    void no_more_is_asked_for_than_was_wanted() {
        try (FakeService service = new FakeService()) {
            service.json("/v1/patches", 200, "{\"patches\":[{\"id\":\"one\"}],\"next_cursor\":\"c1\"}");

            assertThat(CommandRun.at(service, "list", "--limit", "1", "-o", "jsonl")
                            .out())
                    .isEqualTo("{\"id\":\"one\"}\n");
            assertThat(service.requests()).hasSize(1);
        }
    }
}
