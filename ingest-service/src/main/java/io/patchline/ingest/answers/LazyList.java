package io.patchline.ingest.answers;

import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/** A list whose entries are made of others each time they are asked for, and kept nowhere: what is written entry by entry takes the memory of one. As safe for use by several threads as the other list. */
public final class LazyList<S, T> extends AbstractList<T> implements RandomAccess {
    private final List<S> of;
    private final Function<S, T> make;

    /** @param of what the entries are made of; quick to ask for any place, and changed no more */
    public LazyList(List<S> of, Function<S, T> make) {
        this.of = of;
        this.make = make;
    }

    @Override
    public T get(int index) {
        return make.apply(of.get(index));
    }

    @Override
    public int size() {
        return of.size();
    }
}
