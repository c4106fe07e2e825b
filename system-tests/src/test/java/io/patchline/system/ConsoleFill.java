package io.patchline.system;

import io.patchline.message.SampleLog;

/** For {@code bench/console}: writes patches that are over into the log of the broker at this address, with the messages that services write. */
final class ConsoleFill {
    private ConsoleFill() {}

    /**
     * @param arguments the broker's address, how many patches, and a seed: the same one makes the same patches
     */
    public static void main(String[] arguments) throws Exception {
        try (BrokerHand hand = new BrokerHand(arguments[0])) {
            hand.fillLog(new SampleLog(Long.parseLong(arguments[2])), Integer.parseInt(arguments[1]));
        }
    }
}
