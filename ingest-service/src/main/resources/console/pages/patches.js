// Every patch that is kept, the newest first. All filters of the API, in the page's address.
import { html, nothing, Part, rows } from '../core/part.js';
import { api, path } from '../core/api.js';
import { listAddress } from '../core/first.js';
import { live } from '../core/live.js';
import { router, patchPage } from '../core/router.js';
import { session } from '../core/session.js';
import { between, count, time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { head } from '../parts/head.js';
import { isCancellable, mark, STATES } from '../parts/state.js';
import { problemNote, done, empty } from '../parts/problem.js';
import { pager } from '../parts/pager.js';
import { sorted } from '../parts/sorted.js';
import { ask } from '../parts/dialog.js';
import { copyCurl, curl } from '../parts/curl.js';
import { firstSteps } from '../parts/first-steps.js';
import '../parts/live-button.js';

const TEXTS = [['lane', 'Lane'], ['role', 'Role'], ['target', 'Target file'], ['source', 'Submitted by']];
const FILTERS = ['state', 'lane', 'role', 'target', 'source', 'from', 'to'];

/** What an input of local time says, in UTC; and the other way round. */
const utc = (local) => (local ? new Date(local).toISOString() : '');
const local = (iso) => (iso ? new Date(Date.parse(iso) - new Date(iso).getTimezoneOffset() * 60_000).toISOString().slice(0, 16) : '');

class Patches extends Part {
  #page = undefined;
  #problem = undefined;
  #done = '';
  #chosen = new Set();
  #asked = '';

  start() {
    this.#load();
    live.on(() => this.#load(), this.end);
    router.addEventListener('change', () => {
      this.update(); // the fields first: what is typed while the list is asked for stays
      this.#load();
    }, { signal: this.end });
  }

  async #load() {
    this.#asked = listAddress('patches');
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

  #filter(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const values = { cursor: undefined, text: form.get('text'), state: form.getAll('state').join(','), from: utc(form.get('from')), to: utc(form.get('to')) };
    TEXTS.forEach(([name]) => (values[name] = form.get(name)));
    router.go(router.address(values));
  }

  #form() {
    const now = router.parameters;
    const states = new Set((now.get('state') ?? '').split(','));
    const narrowed = FILTERS.some((name) => now.get(name));
    return html`<form class="filters" role="search" aria-label="Patches" @submit=${(event) => this.#filter(event)}>
      <label class="field grow"><span>Search</span><input name="text" type="search" data-key="/" .value=${now.get('text') ?? ''} placeholder="id, description, summary, command"></label>
      <button class="primary">Search</button>
      <details ?open=${narrowed}><summary>Filters</summary>
        <fieldset><legend>State</legend><div class="checks">${STATES.map((state) => html`<label><input type="checkbox" name="state" value=${state} .checked=${states.has(state)}> ${mark(state)}</label>`)}</div></fieldset>
        <div class="fields">${TEXTS.map(([name, label]) => html`<label class="field"><span>${label}</span><input name=${name} .value=${now.get(name) ?? ''}></label>`)}
          <label class="field"><span>Accepted from</span><input type="datetime-local" name="from" .value=${local(now.get('from'))}></label>
          <label class="field"><span>Accepted before</span><input type="datetime-local" name="to" .value=${local(now.get('to'))}></label></div>
        <div class="buttons"><button class="primary">Apply</button><a class="button" href="/console/patches">Clear</a></div>
      </details></form>`;
  }

  #choose(id, on) {
    if (on) {
      this.#chosen.add(id);
    } else {
      this.#chosen.delete(id);
    }
    this.update();
  }

  #cancel() {
    const chosen = [...this.#chosen];
    ask({
      title: `Cancel ${count(chosen.length, 'patch', 'patches')}?`,
      text: 'What runs is ended and its file changes are rolled back; what waits never begins.',
      action: 'Cancel them',
      danger: true,
      run: async () => {
        const answers = await Promise.allSettled(chosen.map((id) => api.post(path`/v1/patches/${id}/cancel`)));
        const failed = answers.filter((answer) => answer.status === 'rejected');
        this.#done = `${count(chosen.length - failed.length, 'cancel')} requested.`;
        this.#problem = failed[0]?.reason;
        this.#chosen.clear();
        this.#load();
      },
    });
  }

  #row(patch, may) {
    return html`<tr>
      ${may ? html`<td class="choose">${isCancellable(patch) ? html`<input type="checkbox" aria-label="Choose ${visible(patch.id)}" .checked=${this.#chosen.has(patch.id)} @change=${(event) => this.#choose(patch.id, event.target.checked)}>` : nothing}</td>` : nothing}
      <th scope="row" class="any"><a data-row href=${patchPage(patch.id)}><bdi>${short(patch.id, 60)}</bdi></a>${patch.description ? html`<div class="quiet"><bdi>${short(patch.description, 80)}</bdi></div>` : nothing}</th>
      <td data-label="State" class="any">${mark(patch.status)}${patch.summary ? html`<div class="quiet"><bdi>${short(patch.summary, 90)}</bdi></div>` : nothing}</td>
      <td data-label="Lane" class="any"><bdi>${short(patch.lane, 40)}</bdi></td>
      <td data-label="By"><bdi>${short(patch.source, 30)}</bdi></td>
      <td data-label="Accepted"><time datetime=${patch.accepted_at}>${time(patch.accepted_at)}</time></td>
      <td data-label="Took">${between(patch.accepted_at, patch.finished_at)}</td></tr>`;
  }

  #table(page) {
    const may = (session.may('submit') || session.may('operate')) && page.patches.some((patch) => isCancellable(patch));
    return html`<table class="list"><caption class="unseen">Patches</caption>
      <thead><tr>${may ? html`<td></td>` : nothing}${['Patch', 'State', 'Lane', 'By', 'Accepted', 'Took'].map((head) => (head === 'Accepted' ? sorted(head) : html`<th scope="col">${head}</th>`))}</tr></thead>
      <tbody>${rows(page.patches, (patch) => patch.id, (patch) => this.#row(patch, may))}</tbody></table>`;
  }

  view() {
    const page = this.#page;
    return html`${head('Patches', copyCurl(curl('GET', this.#asked)), html`<pl-live></pl-live>`)}
      ${this.#form()}
      ${this.#chosen.size ? html`<div class="bar"><button type="button" class="danger" @click=${() => this.#cancel()}>Cancel ${this.#chosen.size} chosen</button></div>` : nothing}
      ${done(this.#done)}${problemNote(this.#problem, () => this.#load())}
      ${page && page.patches.length === 0 ? empty(page.kept === 0 ? 'No patch was submitted yet.' : 'No patch matches.', page.kept === 0 ? firstSteps() : html`<p><a href="/console/patches">Show all ${count(page.kept, 'patch', 'patches')}</a></p>`) : nothing}
      ${page?.patches.length ? this.#table(page) : nothing}
      ${page ? pager(page.next_cursor, page.matched, 'patch', 'patches') : nothing}`;
  }
}
customElements.define('pl-patches', Patches);
