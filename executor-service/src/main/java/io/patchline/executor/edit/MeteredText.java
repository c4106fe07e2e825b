package io.patchline.executor.edit;

import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.WorkLimit;

/** A text that asks the {@link WorkLimit} while an expression is sought in it: a search of every match may read the same characters again and again. */
final class MeteredText implements CharSequence {
    private static final int ASK_EVERY = 1 << 10;

    private final String text;
    private final WorkLimit work;
    private final long stepsPerCharacter;
    private int reads;

    /** @param stepsPerCharacter how many steps the expression takes for each character */
    MeteredText(String text, WorkLimit work, long stepsPerCharacter) {
        this.text = text;
        this.work = work;
        this.stepsPerCharacter = stepsPerCharacter;
    }

    /**
     * @throws Exhausted if nothing is left of the work
     */
    @Override
    public char charAt(int index) {
        if (++reads == ASK_EVERY) {
            reads = 0;
            try {
                work.spend(ASK_EVERY * stepsPerCharacter);
            } catch (EditRefusedException refusal) {
                throw new Exhausted(refusal);
            }
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }

    /** Carries a refusal through the library of expressions. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final transient EditRefusedException refusal;

        private Exhausted(EditRefusedException refusal) {
            super(refusal.getMessage(), null, false, false);
            this.refusal = refusal;
        }

        EditRefusedException refusal() {
            return refusal;
        }
    }
}
