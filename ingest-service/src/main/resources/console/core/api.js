// The public API, and nothing else. What is refused comes as a Problem with the service's own words.
import { first, READ_WITHIN } from './first.js';
import { session } from './session.js';

export { path, query } from './path.js';

export class Problem extends Error {
  constructor(body, status) {
    super(body.detail ?? 'The service answered with status ' + status + '.');
    this.status = status;
    this.code = body.code;
    this.errors = body.errors ?? [];
    this.retryable = body.retryable ?? false;
  }
}

const AWAY = { detail: 'The service does not answer. It is asked again.', code: 'unreachable', retryable: true };

// What changes something may be waited for, as a preview is.
const CHANGED_WITHIN = 45_000;

const streams = (headers) => headers.Accept === 'text/event-stream';

/** Asks; answers with the Response, whatever it says. */
export async function request(path, { method = 'GET', body, headers = {}, signal } = {}) {
  const all = { Accept: 'application/json', ...headers };
  if (method !== 'GET' && session.csrf) {
    all['X-Patchline-CSRF'] = session.csrf;
  }
  if (method !== 'GET') {
    all['Content-Type'] ??= 'application/json';
  }
  const late = AbortSignal.timeout(method === 'GET' ? READ_WITHIN : CHANGED_WITHIN);
  const end = streams(all) ? signal : AbortSignal.any([late, ...(signal ? [signal] : [])]);
  try {
    const known = method === 'GET' && (await first(path, end));
    return known || (await fetch(path, {
      method,
      headers: all,
      signal: end,
      body: body === undefined || typeof body === 'string' ? body : JSON.stringify(body),
      credentials: 'same-origin',
      cache: 'no-store',
    }));
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new Problem(AWAY, 0);
  }
}

/** The problem that a response tells. */
export async function problemOf(response) {
  let body = {};
  try {
    body = await response.json();
  } catch {
    // No body, or none of ours: the status says it.
  }
  if (response.status === 401) {
    session.lost();
  }
  return new Problem(body, response.status);
}

async function json(path, options) {
  const response = await request(path, options);
  if (!response.ok) {
    throw await problemOf(response);
  }
  return response.status === 204 ? undefined : response.json();
}

export const api = {
  get: (path, signal) => json(path, { signal }),
  post: (path, body, headers) => json(path, { method: 'POST', body: body ?? {}, headers }),
  delete: (path) => json(path, { method: 'DELETE' }),
};
