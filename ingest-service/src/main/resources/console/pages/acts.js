// Who did what when, and the same as a file.
import { html, nothing, Part, rows } from '../core/part.js';
import { api, query } from '../core/api.js';
import { listAddress } from '../core/first.js';
import { live } from '../core/live.js';
import { patchPage, router } from '../core/router.js';
import { time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { empty, problemNote } from '../parts/problem.js';
import { head } from '../parts/head.js';
import { pager } from '../parts/pager.js';
import { sorted } from '../parts/sorted.js';
import { word } from '../parts/state.js';
import '../parts/live-button.js';

const NAMES = ['what', 'by', 'patch'];
const LABELS = { by: 'By', patch: 'Patch' };
const ACTS = ['replayed', 'discarded', 'cancel_requested', 'approve_requested', 'reject_requested', 'revert_requested', 'lane_released', 'replay_ordered', 'discard_ordered', 'job_cancelled', 'logged_in', 'logged_in_by_link', 'logged_out', 'token_revoked'];
const OTHERS = { replayed: 'as', revert_requested: 'by' };

class Acts extends Part {
  #page = undefined;
  #problem = undefined;
  #asked = '';

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
    this.#asked = listAddress('acts');
    const asked = this.#asked;
    try {
      const page = await api.get(asked, this.end);
      if (asked === this.#asked) {
        this.#page = page;
        this.#problem = undefined;
      }
    } catch (problem) {
      if (asked === this.#asked) {
        this.#problem = problem;
      }
    }
    this.update();
  }

  #narrow(event) {
    event.preventDefault();
    router.go(router.address({ cursor: undefined, ...Object.fromEntries(new FormData(event.target)) }));
  }

  /** What else it was done to: of a patch that became another one, that one. */
  #subject({ what, subject }) {
    return OTHERS[what] ? html` ${OTHERS[what]} <a href=${patchPage(subject)}><bdi>${short(subject, 60)}</bdi></a>` : html` <bdi>${what === 'lane_released' ? 'lane ' : ''}${short(subject, 60)}</bdi>`;
  }

  #row(act) {
    return html`<tr><th scope="row"><time datetime=${act.time}>${time(act.time)}</time></th>
      <td data-label="By" class="any"><bdi>${short(act.by, 40)}</bdi></td><td data-label="What">${word(visible(act.what))}</td>
      <td data-label="To what" class="any">${act.patch ? html`<a data-row href=${patchPage(act.patch)}><bdi>${short(act.patch, 60)}</bdi></a>` : nothing}${act.subject ? this.#subject(act) : nothing}${act.detail ? html` <span class="quiet">${visible(act.detail)}</span>` : nothing}</td></tr>`;
  }

  view() {
    const page = this.#page;
    const what = router.parameters.get('what') ?? '';
    return html`${head('Acts', html`<a class="button" download="patchline-acts.jsonl" href=${'/v1/acts' + query({ ...this.#filter(), format: 'jsonl' })}>Export as JSONL</a>`, html`<pl-live></pl-live>`)}
      <form class="filters" role="search" aria-label="Acts" @submit=${(event) => this.#narrow(event)}>
        <label class="field"><span>What</span><select name="what" data-key="/">${[...new Set(['', ...ACTS, what])].map((act) => html`<option value=${act} .selected=${act === what}>${act ? word(act) : 'everything'}</option>`)}</select></label>
        ${Object.entries(LABELS).map(([name, label]) => html`<label class="field"><span>${label}</span><input name=${name} .value=${router.parameters.get(name) ?? ''}></label>`)}<button>Filter</button></form>
      ${problemNote(this.#problem, () => this.#load())}
      ${page && page.acts.length === 0 ? empty('Nobody did anything that matches.', html`<p>Replays, discards, cancels, reverts, releases, reviews, logins and revoked tokens are listed here.</p>`) : nothing}
      ${page?.acts.length ? html`<table class="list"><caption class="unseen">Acts</caption><thead><tr>${sorted('When')}${['By', 'What', 'To what'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${rows(page.acts, (act) => act.event, (act) => this.#row(act))}</tbody></table>` : nothing}
      ${page ? pager(page.next_cursor, page.matched, 'act') : nothing}`;
  }
}
customElements.define('pl-acts', Acts);
