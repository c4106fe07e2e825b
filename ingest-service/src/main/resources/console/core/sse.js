// Server-sent events by fetch: with the place to go on from, with a watch over connections that died silently, and with every status told. (Source: HTML Living Standard, 9.2.)
import { pause } from './part.js';
import { problemOf, request } from './api.js';

// The service sends something every 10 seconds at least.
const SILENCE = 25_000;
// A network that is gone does not say so: who waits longer than this for an answer asks anew.
const ANSWER = 10_000;
const FIRST_PAUSE = 500;
const LONGEST_PAUSE = 10_000;

/**
 * Follows until the signal aborts or the stream says that it is over.
 *
 * @param {string} path
 * @param {{signal: AbortSignal, last?: string, event: (name: string, data: string, id: string) => boolean|void, state?: (state: string) => void}} how
 *   event answers true when nothing more is to come; state is told 'live', 'away', and the problem where one is final
 */
export async function follow(path, { signal, last = '', event, state = () => {} }) {
  const place = { id: last };
  let wait = FIRST_PAUSE;
  while (!signal.aborted) {
    const connection = new AbortController();
    const stop = () => connection.abort();
    const watch = setTimeout(stop, ANSWER);
    signal.addEventListener('abort', stop, { once: true });
    try {
      const headers = { Accept: 'text/event-stream', ...(place.id ? { 'Last-Event-ID': place.id } : {}) };
      const response = await request(path, { headers, signal: connection.signal });
      clearTimeout(watch);
      if (response.status === 204) {
        return;
      }
      if (!response.ok) {
        const problem = await problemOf(response);
        if (response.status < 500 && response.status !== 429) {
          state(problem);
          return;
        }
        throw problem;
      }
      state('live');
      wait = FIRST_PAUSE;
      if (await read(response.body, connection, place, event)) {
        return;
      }
    } catch {
      // Lost, or not there yet: again after the pause.
    } finally {
      clearTimeout(watch);
      signal.removeEventListener('abort', stop);
      connection.abort();
    }
    if (!signal.aborted) {
      state('away');
      await pause(wait * (0.75 + Math.random() / 2), signal);
      wait = Math.min(wait * 2, LONGEST_PAUSE);
    }
  }
}

/** True when the stream has said that it is over. */
async function read(body, connection, place, event) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  const message = new Message();
  let watch;
  let rest = '';
  try {
    while (true) {
      watch = setTimeout(() => connection.abort(), SILENCE);
      const { value, done } = await reader.read();
      clearTimeout(watch);
      if (done) {
        return false;
      }
      const lines = (rest + value).split('\n');
      rest = lines.pop();
      for (const line of lines) {
        if (message.line(line.endsWith('\r') ? line.slice(0, -1) : line, place) && event(message.name, message.text, place.id)) {
          return true;
        }
      }
    }
  } finally {
    clearTimeout(watch);
  }
}

class Message {
  #data = [];
  #event = '';
  name = '';
  text = '';

  /** True when the line ends an event. */
  line(line, place) {
    if (line === '') {
      this.name = this.#event || 'message';
      this.text = this.#data.join('\n');
      const whole = this.#data.length > 0;
      this.#data = [];
      this.#event = '';
      return whole;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.#data.push(value);
    } else if (field === 'event') {
      this.#event = value;
    } else if (field === 'id' && !value.includes('\0')) {
      place.id = value;
    }
    return false;
  }
}
