// What commands write, as it comes: appended and never drawn anew, in blocks that the browser leaves alone while they are out of sight, and bounded, so that a command that writes for hours costs no more memory than
// one that writes for a minute. What is not told live is filled in when the attempt is over.
import { count, bytes } from '../core/format.js';
import { pieces } from '../core/ansi.js';

const BLOCK_LINES = 200;
const MOST_LINES = 20_000;
const AT_END = 40;
const ENCODER = new TextEncoder();
const DECODER = new TextDecoder();

const element = (name, classes, text = '') => {
  const made = document.createElement(name);
  made.className = classes;
  made.textContent = text;
  return made;
};

class Output extends HTMLElement {
  lines = 0;
  bytes = 0;
  #waiting = [];
  #frame = 0;
  #block = undefined;
  #blockLines = 0;
  #shownLines = 0;
  #at = '';
  #gaps = [];
  #dropped = undefined;
  #follows = true;
  #log = undefined;

  connectedCallback() {
    if (this.#log) {
      return;
    }
    this.#log = element('div', 'output-log');
    this.#log.tabIndex = 0;
    this.#log.setAttribute('role', 'log');
    this.#log.setAttribute('aria-live', 'off');
    this.#log.setAttribute('aria-label', 'Output');
    this.#log.dataset.empty = 'Nothing was written since this page was opened. What was written before comes when the attempt is over.';
    this.#log.addEventListener('scroll', () => {
      this.#follows = this.#log.scrollHeight - this.#log.scrollTop - this.#log.clientHeight < AT_END;
    }, { passive: true });
    this.append(this.#log);
  }

  /** Text, or a gap, at its place. */
  add(kind, data) {
    this.#waiting.push({ kind, ...data });
    this.#frame ||= requestAnimationFrame(() => this.flush());
    if (this.#waiting.length > 500) {
      this.flush(); // no frames come while the tab is hidden
    }
  }

  clear() {
    this.#waiting = [];
    this.#log.replaceChildren();
    this.#block = this.#dropped = undefined;
    this.#gaps = [];
    this.#at = '';
    this.lines = this.bytes = this.#shownLines = 0;
  }

  /** Nothing more comes. */
  over() {
    this.#log.dataset.empty = 'No output.';
  }

  /** Shows the end, and goes on showing it. */
  toEnd() {
    this.#follows = true;
    this.#log.scrollTop = this.#log.scrollHeight;
  }

  flush() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const item of waiting) {
      this.#head(item);
      if (item.kind === 'gap') {
        this.#gap(item);
      } else {
        this.bytes += ENCODER.encode(item.text).length;
        this.#text(item.text);
      }
    }
    this.#drop();
    if (this.#follows) {
      this.#log.scrollTop = this.#log.scrollHeight;
    }
    this.dispatchEvent(new Event('grown'));
  }

  #head({ run, attempt, action }) {
    const at = `${run}.${attempt}.${action}`;
    if (at !== this.#at) {
      const more = (run > 1 ? `run ${run}, ` : '') + (attempt > 1 ? `attempt ${attempt}, ` : '') + `step ${action + 1}`;
      this.#log.append(element('p', 'output-head', more));
      this.#at = at;
      this.#block = undefined;
    }
  }

  #text(text) {
    let begin = 0;
    while (begin < text.length) {
      if (!this.#block || this.#blockLines >= BLOCK_LINES) {
        this.#block = element('div', 'output-block');
        this.#blockLines = 0;
        this.#log.append(this.#block);
      }
      let end = begin;
      let lines = 0;
      while (this.#blockLines + lines < BLOCK_LINES && end < text.length) {
        const newline = text.indexOf('\n', end);
        end = newline < 0 ? text.length : newline + 1;
        lines += newline < 0 ? 0 : 1;
      }
      this.#append(this.#block, text.slice(begin, end));
      this.#blockLines += lines;
      this.#shownLines += lines;
      this.lines += lines;
      begin = end;
    }
  }

  #append(block, text) {
    for (const piece of pieces(text)) {
      block.append(piece.classes ? element('span', piece.classes, piece.text) : piece.text);
    }
    block.dataset.lines = this.#blockLines;
  }

  #gap(item) {
    const shown = element('p', 'output-gap', `${bytes(item.to - item.from)} from before this page was opened, or while it was away: filled in when the attempt is over, as far as they are kept.`);
    this.#gaps.push({ ...item, shown });
    this.#log.append(shown);
    this.#block = undefined;
  }

  #drop() {
    while (this.#shownLines > MOST_LINES) {
      const first = this.#log.querySelector('.output-block');
      if (!first || first === this.#block) {
        return;
      }
      const lines = first.textContent.split('\n').length - 1;
      this.#shownLines -= lines;
      first.remove();
      this.#dropped ??= this.#log.insertBefore(element('p', 'output-gap'), this.#log.firstChild);
      this.#dropped.textContent = `The first ${count(this.lines - this.#shownLines, 'line')} are not shown here any more. “Output as text” has all that was kept.`;
    }
  }

  /** An attempt is over: fills what was not told live with what was kept of each command. */
  fill(run, attempt, commands) {
    this.flush();
    this.#gaps = this.#gaps.filter((gap) => {
      const command = commands.find((other) => other.action === gap.action);
      if (gap.run !== run || gap.attempt !== attempt || !command) {
        return true;
      }
      const { head, tail, totalBytes } = command.output;
      const parts = [[0, ENCODER.encode(head)], [totalBytes - ENCODER.encode(tail).length, ENCODER.encode(tail)]];
      gap.shown.replaceWith(...this.#between(gap.from, gap.to, parts));
      return false;
    });
  }

  #between(from, to, parts) {
    const found = [];
    let place = from;
    for (const [begin, text] of parts) {
      const [first, last] = [Math.max(place, begin), Math.min(to, begin + text.length)];
      if (first < last) {
        if (first > place) {
          found.push(this.#lost(first - place));
        }
        const block = element('div', 'output-block');
        const part = DECODER.decode(text.subarray(first - begin, last - begin));
        const lines = part.split('\n').length - 1;
        this.lines += lines;
        this.#shownLines += lines;
        this.bytes += last - first;
        for (const piece of pieces(part)) {
          block.append(piece.classes ? element('span', piece.classes, piece.text) : piece.text);
        }
        found.push(block);
        place = last;
      }
    }
    if (place < to) {
      found.push(this.#lost(to - place));
    }
    return found;
  }

  #lost(size) {
    return element('p', 'output-gap', `${bytes(size)} in between were not kept.`);
  }
}
customElements.define('pl-output', Output);
