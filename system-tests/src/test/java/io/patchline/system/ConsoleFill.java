package io.patchline.system;

import io.patchline.message.SampleLog;

/** For {@code bench/console}: writes patches that are over into the log of the broker at this address, with the messages that services write, and dead letters into their queue. */
final class ConsoleFill {
    private ConsoleFill() {}

    /**
     * @param arguments the broker's address, how many patches, how many dead letters, and a seed: the same one makes the same patches
     */
    public static void main(String[] arguments) throws Exception {
        String seed = arguments[3];
        try (BrokerHand hand = new BrokerHand(arguments[0])) {
            hand.bury(Integer.parseInt(arguments[2]), "many-dead-" + seed + "-");
            hand.fillLog(new SampleLog(Long.parseLong(seed)), Integer.parseInt(arguments[1]));
        }
    }
}
