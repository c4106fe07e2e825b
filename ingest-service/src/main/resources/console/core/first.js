// What a page shows first is asked for at once, while the other modules come and before it is known who is logged in: a search takes the service as long as they take the browser. Loaded first, so it imports next
// to nothing. (Measured: docs/decisions/0186.)
import { path, query } from './path.js';

// An answer that nobody has taken by then may be out of date.
const GOOD_FOR = 5_000;

// A network that is gone does not say so.
export const READ_WITHIN = 15_000;

const LISTS = {
  patches: ['/v1/patches', ['text', 'state', 'lane', 'role', 'target', 'source', 'from', 'to', 'limit', 'order', 'cursor']],
  'dead-letters': ['/v1/dead-letters', ['reason', 'lane', 'target', 'from', 'to', 'cursor']],
  acts: ['/v1/acts', ['what', 'by', 'patch', 'order', 'cursor']],
};

/** What the page of a list asks for, by what stands in its own address. */
export function listAddress(page) {
  const [address, names] = LISTS[page];
  const now = new URLSearchParams(location.search);
  return address + query(Object.fromEntries(names.map((name) => [name, now.get(name)])));
}

/** A patch's story without its outcome, which is read from the broker's log. */
export const storyAddress = (id) => path`/v1/patches/${id}?output=none`;

const waiting = new Map();

function ask(address) {
  const answer = fetch(address, { headers: { Accept: 'application/json' }, credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(READ_WITHIN) }).catch(() => undefined);
  waiting.set(address, answer);
  setTimeout(() => waiting.delete(address), GOOD_FOR);
}

const aborted = (signal) => new Promise((_, fail) => {
  signal.throwIfAborted();
  signal.addEventListener('abort', () => fail(signal.reason), { once: true });
});

/** The answer to what was asked at once, to whoever asks for it first; undefined where there is none, or where it is no good. Fails when the signal aborts before. */
export async function first(address, signal) {
  const answer = waiting.get(address);
  waiting.delete(address);
  const response = await (answer && signal ? Promise.race([answer, aborted(signal)]) : answer);
  return response?.ok ? response : undefined;
}

/** Who is logged in has changed: what was asked before is not for them. */
export const forget = () => waiting.clear();

const page = location.pathname.replace(/^\/console\/?/, '') || 'overview';
if (!location.hash) {
  ask('/v1/session');
  if (page in LISTS) {
    ask(listAddress(page));
  } else if (page === 'patch') {
    ask(storyAddress(new URLSearchParams(location.search).get('id') ?? ''));
  } else if (page === 'overview') {
    ask('/status');
  }
}
