// Who is logged in. The token itself is never kept: only the cookie, which scripts cannot read.
import { first, forget, READ_WITHIN } from './first.js';

class Session extends EventTarget {
  name = undefined;
  scopes = new Set();
  csrf = undefined;
  expires = undefined;
  note = undefined;

  may(scope) {
    return this.scopes.has(scope);
  }

  get isIn() {
    return this.name !== undefined;
  }

  /** Asks who we are; false where nobody is. Throws where the service does not answer. */
  async find() {
    const response = (await first('/v1/session')) ?? (await fetch('/v1/session', { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(READ_WITHIN) }));
    if (response.ok) {
      this.#take(await response.json());
    } else if (response.status !== 401) {
      throw new Error('The service answered with status ' + response.status + '.');
    }
    return this.isIn;
  }

  /** The identity providers by which one may log in: none where that is not known. */
  async providers() {
    try {
      const response = await fetch('/v1/session/providers', { credentials: 'same-origin', cache: 'no-store', signal: AbortSignal.timeout(READ_WITHIN) });
      return response.ok ? (await response.json()).providers : [];
    } catch {
      return [];
    }
  }

  /** Logs in by a token or a code; answers with what is wrong, if anything is. */
  async begin(kind, secret) {
    forget();
    const response = await fetch('/v1/session', {
      method: 'POST',
      headers: { Authorization: kind + ' ' + secret, 'Content-Type': 'application/json' },
      credentials: 'same-origin',
    });
    const body = await response.json().catch(() => ({}));
    if (!response.ok) {
      return body.detail ?? 'The service answered with status ' + response.status + '.';
    }
    if (!(await this.find())) {
      return 'The browser did not keep the session. Off this machine the console needs https.';
    }
    this.note = undefined;
    return undefined;
  }

  /** Logs out; answers with what is wrong, if anything is: then the cookie is still there. */
  async end() {
    try {
      let response = await this.#delete();
      if (response.status === 403) {
        // Another login in this browser has changed the session since.
        await this.find();
        response = await this.#delete();
      }
      if (!response.ok && response.status !== 401) {
        return 'The service did not end the session: it answered with status ' + response.status + '. Log out again.';
      }
      const there = (await response.json().catch(() => ({}))).provider_logout;
      if (there) {
        location.assign(there);
      }
    } catch {
      return 'The service did not end the session: it does not answer. Log out again.';
    }
    this.#take(undefined);
    return undefined;
  }

  #delete() {
    return fetch('/v1/session', { method: 'DELETE', headers: { 'X-Patchline-CSRF': this.csrf ?? '' }, credentials: 'same-origin' });
  }

  /** The service does not know us any more: the session has expired, or its token was revoked. */
  lost() {
    if (this.isIn) {
      this.note = 'The session is over: it has expired, or its token was revoked. Log in again.';
      this.#take(undefined);
    }
  }

  #take(who) {
    this.name = who?.name;
    this.scopes = new Set(who?.scopes ?? []);
    this.csrf = who?.csrf;
    this.expires = who?.expires;
    this.dispatchEvent(new Event('change'));
  }
}

export const session = new Session();
