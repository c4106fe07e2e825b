// The way in: a token, a one-time link, or the identity provider where one is configured.
import { html, Part } from '../core/part.js';
import { session } from '../core/session.js';
import { visible } from '../core/text.js';
import { icon } from '../parts/icon.js';
import { problemNote } from '../parts/problem.js';

class Login extends Part {
  #wrong = undefined;
  #busy = false;
  #providers = [];

  start() {
    this.#find();
    const code = /^#code=([\w.-]+)$/.exec(location.hash)?.[1];
    if (code) {
      history.replaceState(null, '', location.pathname + location.search);
      this.#begin('Code', code);
    }
  }

  /** Without an answer there is the token still. */
  async #find() {
    this.#providers = await session.providers();
    this.update();
  }

  /** A way out of the console, to the service's public address, which comes back to this page. */
  #provider({ name, login }) {
    const back = location.pathname + location.search;
    return html`<p><a class="button primary" target="_self" href=${login + '?' + new URLSearchParams({ page: back })}>Log in with ${visible(name)}</a></p>`;
  }

  async #begin(kind, secret) {
    this.#busy = true;
    this.#wrong = undefined;
    this.update();
    try {
      this.#wrong = await session.begin(kind, secret);
    } catch {
      this.#wrong = 'The service does not answer. Try again.';
    }
    this.#busy = false;
    this.update();
  }

  #submit(event) {
    event.preventDefault();
    const field = event.target.elements.token;
    this.#begin('Bearer', field.value.trim());
    field.value = '';
  }

  view() {
    return html`<main class="login" id="main" tabindex="-1">
      <h1>${icon('brand')} Patchline</h1>
      ${session.note ? html`<p class="note">${session.note}</p>` : ''}
      ${problemNote(this.#wrong ? new Error(this.#wrong) : undefined)}
      ${this.#providers.map((provider) => this.#provider(provider))}
      <form @submit=${(event) => this.#submit(event)}>
        <label class="field"><span>Token</span>
          <input name="token" type="password" autocomplete="off" required spellcheck="false" aria-describedby="token-help"></label>
        <button class=${this.#providers.length ? '' : 'primary'} ?disabled=${this.#busy}>Log in</button>
      </form>
      <div id="token-help" class="quiet"><p><code>./patchline console</code> prints a link that logs you in.</p>
        <p>Or take the token in <code>.patchline/token</code>; <code>./patchline token create</code> makes others. You see what the token's scopes allow.</p></div>
    </main>`;
  }
}
customElements.define('pl-login', Login);
