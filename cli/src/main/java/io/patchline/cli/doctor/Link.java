package io.patchline.cli.doctor;

import java.util.function.Supplier;

/**
 * One link of the chain.
 *
 * @param name as findings name it
 * @param essential whether what comes behind it cannot be looked at when it is broken
 * @param look how to look at it; what was found
 */
record Link(String name, boolean essential, Supplier<Finding> look) {
    static Link essential(String name, Supplier<Finding> look) {
        return new Link(name, true, look);
    }

    static Link of(String name, Supplier<Finding> look) {
        return new Link(name, false, look);
    }
}
