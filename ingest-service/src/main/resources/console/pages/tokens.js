// The tokens and the clients that were let in by OAuth: what they may do, when they were used, and their end. Never a secret.
import { html, nothing, Part, rows } from '../core/part.js';
import { api, path } from '../core/api.js';
import { session } from '../core/session.js';
import { time } from '../core/format.js';
import { visible } from '../core/text.js';
import { ask } from '../parts/dialog.js';
import { done, problemNote } from '../parts/problem.js';
import { head } from '../parts/head.js';
import { mark } from '../parts/state.js';

class Tokens extends Part {
  #tokens = undefined;
  #grants = undefined;
  #problem = undefined;
  #done = '';

  start() {
    this.#load();
  }

  async #load() {
    try {
      this.#tokens = (await api.get('/v1/tokens', this.end)).tokens;
      this.#grants = await api.get('/v1/grants', this.end).then((answer) => answer.grants, () => undefined); // there where OAuth is on
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }

  #revoke(name) {
    ask({
      title: `Revoke the token ${name}?`,
      text: html`<p>It lets nobody in any more, and sessions of this console that stand for it are over.${name === session.name ? html` <strong>It is your own: you are logged out.</strong>` : nothing}</p>`,
      action: 'Revoke',
      danger: true,
      type: name,
      run: async () => {
        await api.delete(path`/v1/tokens/${name}`);
        this.#done = `${name} is revoked.`;
        this.#load();
      },
    });
  }

  #end(grant) {
    ask({
      title: 'Revoke this client?',
      text: html`<p><bdi>${visible(grant.client_name ?? grant.client)}</bdi> acts for ${visible(grant.token)} no more.</p>`,
      action: 'Revoke',
      danger: true,
      run: async () => {
        await api.delete(path`/v1/grants/${grant.id}`);
        this.#done = 'The client is revoked.';
        this.#load();
      },
    });
  }

  #tokenTable() {
    return html`<table class="list"><caption class="unseen">Tokens</caption><thead><tr>${['Name', 'Scopes', 'Last used', 'Expires', 'Rate', 'Actions'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows(this.#tokens, (token) => token.name, (token) => html`<tr><th scope="row">${visible(token.name)}${token.name === session.name ? html` <span class="quiet">(yours)</span>` : nothing}</th><td data-label="Scopes">${token.scopes.join(', ')}</td>
        <td data-label="Last used">${token.last_used ? time(token.last_used) : 'not yet, as far as is known'}</td><td data-label="Expires">${token.expired ? mark('failed', 'expired') : ''} ${token.expires ? time(token.expires) : 'never'}</td><td data-label="Rate">${token.rate ?? 'as for all'}</td>
        <td><button type="button" class="danger" aria-label="Revoke ${visible(token.name)}" @click=${() => this.#revoke(token.name)}>Revoke</button></td></tr>`)}</tbody></table>`;
  }

  #grantTable() {
    return html`<table class="list"><caption class="unseen">Clients</caption><thead><tr>${['Client', 'For', 'Scopes', 'Granted', 'Last used', 'Expires', 'Actions'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows(this.#grants, (grant) => grant.id, (grant) => html`<tr><th scope="row" class="any"><bdi>${visible(grant.client_name ?? grant.client)}</bdi><div class="quiet"><bdi>${visible(grant.redirect_uri ?? '')}</bdi></div></th><td data-label="For">${visible(grant.token)}</td><td data-label="Scopes">${(grant.scopes ?? []).join(', ')}</td>
        <td data-label="Granted">${time(grant.granted)}</td><td data-label="Last used">${time(grant.used)}</td><td data-label="Expires">${time(grant.expires)}</td>
        <td><button type="button" class="danger" aria-label="Revoke ${visible(grant.client_name ?? grant.client)}" @click=${() => this.#end(grant)}>Revoke</button></td></tr>`)}</tbody></table>`;
  }

  view() {
    return html`${head('Tokens and clients')}${done(this.#done)}${problemNote(this.#problem, () => this.#load())}
      ${this.#tokens ? html`<section aria-labelledby="tokens-title"><h2 id="tokens-title">Tokens</h2>${this.#tokenTable()}<p>A new one: <code>./patchline token create --scope submit,read --name NAME</code>. It is shown there once, and never here.</p></section>` : nothing}
      ${this.#grants ? html`<section aria-labelledby="grants-title"><h2 id="grants-title">Clients by OAuth</h2>${this.#grants.length ? this.#grantTable() : html`<p>No client was let in.</p>`}</section>` : nothing}`;
  }
}
customElements.define('pl-tokens', Tokens);
