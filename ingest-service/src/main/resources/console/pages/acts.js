// Who did what when, and the same as a file.
import { html, nothing, Part } from '../core/part.js';
import { api, query } from '../core/api.js';
import { live } from '../core/live.js';
import { patchPage, router } from '../core/router.js';
import { time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { empty, problemNote } from '../parts/problem.js';
import { pager } from '../parts/pager.js';
import { sorted } from '../parts/sorted.js';
import { word } from '../parts/state.js';
import '../parts/live-button.js';

const NAMES = ['what', 'by', 'patch'];
const LABELS = { what: 'What', by: 'By', patch: 'Patch' };

class Acts extends Part {
  #page = undefined;
  #problem = undefined;

  start() {
    this.#load();
    live.on(() => this.#load(), this.end);
    router.addEventListener('change', () => {
      this.update(); // the fields first: what is typed while the list is asked for stays
      this.#load();
    }, { signal: this.end });
  }

  #filter() {
    return Object.fromEntries(NAMES.map((name) => [name, router.parameters.get(name)]));
  }

  async #load() {
    try {
      this.#page = await api.get('/v1/acts' + query({ ...this.#filter(), order: router.parameters.get('order'), cursor: router.parameters.get('cursor') }), this.end);
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }

  #narrow(event) {
    event.preventDefault();
    router.go(router.address({ cursor: undefined, ...Object.fromEntries(new FormData(event.target)) }));
  }

  #row(act) {
    return html`<tr><th scope="row"><time datetime=${act.time}>${time(act.time)}</time></th>
      <td data-label="By" class="any"><bdi>${short(act.by, 40)}</bdi></td><td data-label="What">${word(visible(act.what))}</td>
      <td data-label="To what" class="any">${act.patch ? html`<a data-row href=${patchPage(act.patch)}><bdi>${short(act.patch, 60)}</bdi></a>` : nothing}${act.subject ? html` <bdi>${short(act.subject, 60)}</bdi>` : nothing}${act.detail ? html` <span class="quiet">${visible(act.detail)}</span>` : nothing}</td></tr>`;
  }

  view() {
    const page = this.#page;
    return html`<h1 tabindex="-1">Acts</h1>
      <form class="filters" role="search" aria-label="Acts" @submit=${(event) => this.#narrow(event)}>
        ${NAMES.map((name, i) => html`<label class="field"><span>${LABELS[name]}</span><input name=${name} data-key=${i === 0 ? '/' : ''} .value=${router.parameters.get(name) ?? ''}></label>`)}<button>Filter</button></form>
      <div class="bar"><pl-live></pl-live> <a class="button" download="patchline-acts.jsonl" href=${'/v1/acts' + query({ ...this.#filter(), format: 'jsonl' })}>Export as JSONL</a></div>
      ${problemNote(this.#problem, () => this.#load())}
      ${page && page.acts.length === 0 ? empty('Nobody did anything that matches.', html`<p>Replays, discards, cancels, reverts, releases, reviews, logins and revoked tokens are listed here.</p>`) : nothing}
      ${page?.acts.length ? html`<table class="list"><caption class="unseen">Acts</caption><thead><tr>${sorted('When')}${['By', 'What', 'To what'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${page.acts.map((act) => this.#row(act))}</tbody></table>` : nothing}
      ${page ? pager(page.next_cursor, page.matched, 'act') : nothing}`;
  }
}
customElements.define('pl-acts', Acts);
