package io.patchline.bench;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import io.patchline.message.MessageCodec;
import io.patchline.message.Topology;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Whether a patch costs more when many others wait, have ended, or are dead. */
final class GrowthPart implements Part {
    private static final List<Integer> LEVELS = List.of(0, 25_000, 50_000, 100_000);
    private static final int CONNECTIONS = 16;

    @Override
    public String name() {
        return "growth";
    }

    @Override
    public String explanation() {
        return "POST /webhook to its 202 at " + CONNECTIONS
                + " connections, when so many patches already wait in the lane queues and stand in the status index, and then with "
                + "as many dead letters besides. Levels are measured as they are reached, one turn each.";
    }

    @Override
    public List<Report.Row> run(Ground ground, Options options) throws IOException, InterruptedException {
        List<Report.Row> rows = new ArrayList<>();
        try (Site site = new Site(ground, ground.present())) {
            new HttpContender(
                            name(),
                            ground.wrk("patches.lua"),
                            site.at("/webhook"),
                            CONNECTIONS,
                            Site.repeating(),
                            site::cpu,
                            site::purgeLanes)
                    .warmUp();
            long waiting = 0;
            for (int level : LEVELS) {
                while (waiting < level) {
                    waiting += load(ground, site, Duration.ofSeconds(2)).requests();
                }
                Sample sample = load(ground, site, options.turn()).sample();
                waiting += Math.round(sample.perSecond() * options.turn().toSeconds());
                rows.add(new Report.Row(level + " patches wait", "Patchline", sample, List.of(sample)));
            }
            site.withChannel(GrowthPart::addDeadLetters);
            Sample sample = load(ground, site, options.turn()).sample();
            rows.add(new Report.Row(LEVELS.getLast() + " dead letters besides", "Patchline", sample, List.of(sample)));
        }
        return rows;
    }

    private static Wrk.Turn load(Ground ground, Site site, Duration length) throws IOException, InterruptedException {
        return ground.wrk("patches.lua").run(site.at("/webhook"), CONNECTIONS, length, Site.accepting(1024));
    }

    private static void addDeadLetters(Channel channel) throws Exception {
        BasicProperties persistent =
                new BasicProperties.Builder().deliveryMode(2).build();
        byte[] body = MessageCodec.mapper().writeValueAsBytes(List.of("no patch"));
        channel.confirmSelect();
        for (int i = 1; i <= LEVELS.getLast(); i++) {
            channel.basicPublish(Topology.DEAD_LETTERS, "", persistent, body);
            if (i % 1000 == 0) {
                channel.waitForConfirmsOrDie(60_000);
            }
        }
    }
}
