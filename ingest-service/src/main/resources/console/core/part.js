// The base of every part of a page: a custom element that shows what view() says, in the page itself and not in a shadow, so that labels and styles reach it.
import { html, svg, nothing, render } from '../lib/lit-html/lit-html.js';
import { repeat } from '../lib/lit-html/directives/repeat.js';

export { html, svg, nothing };

/** Rows that stay with what they show: a button that has the focus does not become another one's when the list is asked for anew. The key tells what a row is of. */
export const rows = (items, key, row) => repeat(items, key, row);

export class Part extends HTMLElement {
  #waits = false;
  #end = new AbortController();

  /** Aborts when the part leaves the page: for fetches, listeners and timers. */
  get end() {
    return this.#end.signal;
  }

  connectedCallback() {
    this.#end = new AbortController();
    this.start();
    this.update();
  }

  disconnectedCallback() {
    this.#end.abort();
  }

  /** Begins what the part needs. */
  start() {}

  /** What is shown. */
  view() {
    return nothing;
  }

  /** Called after it is shown. */
  shown() {}

  /** Shows it anew, soon and once. */
  update() {
    if (this.#waits) {
      return;
    }
    this.#waits = true;
    queueMicrotask(() => {
      this.#waits = false;
      if (this.isConnected) {
        render(this.view(), this);
        this.shown();
      }
    });
  }

  /** Does something again and again, the next time so long after the last has ended, until the part leaves the page. */
  async every(millis, task) {
    const end = this.end;
    while (!end.aborted) {
      await task();
      await pause(millis, end);
    }
  }
}

/** Waits; ends early when the signal aborts. */
export function pause(millis, signal) {
  return new Promise((done) => {
    const timer = setTimeout(done, millis);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    }, { once: true });
  });
}
