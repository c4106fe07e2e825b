package io.patchline.executor.edit;

import com.google.re2j.Matcher;
import io.patchline.executor.diff.EditRefusedException;
import io.patchline.executor.diff.WorkLimit;

/** The places that a pattern matches, one after the other. */
sealed interface Matches {
    /** Goes to the next place, if there is one. */
    boolean find();

    int start();

    int end();

    /** What comes in its stead. */
    String replacement() throws EditRefusedException;

    /** Places of a text. */
    final class Literal implements Matches {
        private final TextSearch search;
        private final int length;
        private final String replacement;
        private int start;
        private int next;

        Literal(TextSearch search, String wanted, String replacement) {
            this.search = search;
            this.length = wanted.length();
            this.replacement = replacement;
        }

        @Override
        public boolean find() {
            start = search.next(next);
            next = end();
            return start >= 0;
        }

        @Override
        public int start() {
            return start;
        }

        @Override
        public int end() {
            return start + length;
        }

        @Override
        public String replacement() {
            return replacement;
        }
    }

    /** Places of a regular expression. */
    final class Expression implements Matches {
        private final Matcher matcher;
        private final Replacement replacement;
        private final WorkLimit work;

        Expression(Matcher matcher, String replacement, WorkLimit work) {
            this.matcher = matcher;
            this.replacement = new Replacement(replacement);
            this.work = work;
        }

        @Override
        public boolean find() {
            return matcher.find();
        }

        @Override
        public int start() {
            return matcher.start();
        }

        @Override
        public int end() {
            return matcher.end();
        }

        @Override
        public String replacement() throws EditRefusedException {
            work.spend(replacement.template().length());
            return replacement.of(matcher);
        }
    }
}
