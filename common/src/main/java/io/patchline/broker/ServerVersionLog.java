package io.patchline.broker;

import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells a person which RabbitMQ was met, when it is another one than before. One thread tells it, any may ask. */
final class ServerVersionLog {
    private static final Logger LOG = LoggerFactory.getLogger(ServerVersionLog.class);

    private volatile String last = "";

    /** What was met last; empty as long as none was. */
    Optional<String> last() {
        return Optional.of(last).filter(text -> !text.isEmpty());
    }

    /**
     * @param text as the server says it
     */
    void met(String text) {
        if (text.equals(last)) {
            return;
        }
        last = text;
        Optional<ServerVersion> version = ServerVersion.parse(text);
        boolean tried = version.filter(ServerVersion::isTried).isPresent();
        LOG.atInfo().addKeyValue("version", text).addKeyValue("tried", tried).log("RabbitMQ's version");
        version.flatMap(ServerVersion::mendedIn)
                .ifPresent(
                        mended -> LOG.atWarn()
                                .addKeyValue("version", text)
                                .addKeyValue("upgrade_to", mended)
                                .log(
                                        "This RabbitMQ has faults that can lose what it has confirmed; docs/operations.md names them"));
        if (!tried) {
            LOG.atWarn()
                    .addKeyValue("version", text)
                    .addKeyValue(
                            "tried",
                            ServerVersion.TRIED.stream()
                                    .map(ServerVersion::toString)
                                    .collect(Collectors.joining(" ")))
                    .log("Patchline has not been tried with this RabbitMQ");
        }
    }
}
