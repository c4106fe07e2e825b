// What happens, as one stream of the tab, for every page that wants to know that something has changed. Paused by its button and by nothing else.
import { pause } from './part.js';
import { follow } from './sse.js';
import { withSlot } from './slots.js';
import { session } from './session.js';

const POLL = 5_000;
const SOON = 1_000;

class Live extends EventTarget {
  state = 'off';
  paused = false;
  #run = undefined;
  #last = '';
  #told = false;
  #users = 0;

  /** Tells the listener at most once a second that something has happened, until the signal aborts. */
  on(listener, signal) {
    this.addEventListener('happened', listener, { signal });
    this.#users++;
    this.#begin();
    signal.addEventListener('abort', () => {
      this.#users--;
      if (this.#users === 0) {
        this.#stop(this.paused ? 'paused' : 'off');
      }
    }, { once: true });
  }

  toggle() {
    this.paused = !this.paused;
    if (this.paused) {
      this.#stop('paused');
    } else {
      this.#begin();
      this.#happened();
    }
  }

  #begin() {
    if (!this.#run && !this.paused && this.#users > 0 && session.may('read')) {
      this.#run = new AbortController();
      this.#follow(this.#run.signal);
    }
  }

  #stop(state) {
    this.#run?.abort();
    this.#run = undefined;
    this.#set(state);
  }

  async #follow(signal) {
    while (!signal.aborted) {
      const had = await withSlot(() => follow('/v1/events', {
        signal,
        last: this.#last,
        event: (name, data, id) => {
          this.#last = id;
          this.#happened();
        },
        state: (state) => {
          if (state === 'live' && this.state !== 'live') {
            this.#happened(); // what happened before the stream was there it does not tell
          }
          this.#set(typeof state === 'string' ? state : 'away', signal);
        },
      }));
      if (!signal.aborted) {
        this.#set(had ? 'away' : 'polling', signal);
        this.#happened();
        await pause(POLL, signal);
      }
    }
  }

  #set(state, signal) {
    if (!signal?.aborted && this.state !== state) {
      this.state = state;
      this.dispatchEvent(new Event('state'));
    }
  }

  #happened() {
    if (!this.#told) {
      this.#told = true;
      setTimeout(() => {
        this.#told = false;
        this.dispatchEvent(new Event('happened'));
      }, SOON);
    }
  }
}

export const live = new Live();
