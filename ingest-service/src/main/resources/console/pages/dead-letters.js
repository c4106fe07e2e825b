// What needs a person: dead letters by their reason, one by one or all that match.
import { html, nothing, Part, rows } from '../core/part.js';
import { api } from '../core/api.js';
import { listAddress } from '../core/first.js';
import { discardLetter, letter, replayLetter } from '../core/acts.js';
import { live } from '../core/live.js';
import { meaning } from '../core/reasons.js';
import { patchPage, router } from '../core/router.js';
import { session } from '../core/session.js';
import { count, number, time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { ask } from '../parts/dialog.js';
import { done, empty, problemNote } from '../parts/problem.js';
import { head } from '../parts/head.js';
import { pager } from '../parts/pager.js';
import { mark, word } from '../parts/state.js';
import { copyCurl, curl } from '../parts/curl.js';
import '../parts/job.js';
import '../parts/live-button.js';

const FILTER = ['reason', 'lane', 'target', 'from', 'to'];

class DeadLetters extends Part {
  #page = undefined;
  #problem = undefined;
  #done = '';
  #job = undefined;
  #chosen = new Set();
  #asked = '';

  start() {
    this.#load();
    live.on(() => this.#load(), this.end);
    router.addEventListener('change', () => {
      this.update(); // the fields first: what is typed while the list is asked for stays
      this.#load();
    }, { signal: this.end });
    this.addEventListener('over', () => this.#load(), { signal: this.end });
  }

  #filter() {
    return Object.fromEntries(FILTER.map((name) => [name, router.parameters.get(name)]).filter(([, value]) => value));
  }

  async #load() {
    this.#asked = listAddress('dead-letters');
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
    const form = new FormData(event.target);
    router.go(router.address({ cursor: undefined, lane: form.get('lane'), target: form.get('target') }));
  }

  #groups(page) {
    const reason = router.parameters.get('reason');
    return html`<ul class="reasons">${Object.entries(page.groups).map(([name, many]) => html`<li>
      <span><b>${number(many)}</b> <a href=${router.address({ reason: name, cursor: undefined })} aria-current=${reason === name ? 'true' : nothing}>${word(name)}</a></span>
      <span class="quiet">${meaning(name).join(' ')}</span></li>`)}</ul>${reason ? html`<p><a href=${router.address({ reason: undefined, cursor: undefined })}>All reasons</a></p>` : nothing}`;
  }

  /** All that match: counted first, and ordered with that count. */
  async #all(act) {
    const filter = this.#filter();
    try {
      const counted = await api.post('/v1/dead-letters/' + act, { filter, dryRun: true });
      const groups = Object.entries(counted.groups).map(([name, many]) => html`<li>${word(name)}: ${number(many)}</li>`);
      ask({
        title: `${act === 'replay' ? 'Replay' : 'Discard'} ${count(counted.count, 'dead letter')}?`,
        text: html`<ul>${groups}</ul>${counted.passedOver ? html`<p>${number(counted.passedOver)} more match, with which this cannot be done.</p>` : nothing}`,
        action: act === 'replay' ? 'Replay them' : 'Discard them',
        danger: act === 'discard',
        type: act === 'discard' ? 'discard ' + counted.count : undefined,
        run: async () => {
          this.#job = await api.post('/v1/dead-letters/' + act, { filter, count: counted.count });
          this.update();
        },
      });
    } catch (problem) {
      this.#problem = problem;
      this.update();
    }
  }

  #some(act) {
    const ids = [...this.#chosen];
    ask({
      title: `${act === 'replay' ? 'Replay' : 'Discard'} ${count(ids.length, 'dead letter')}?`,
      text: act === 'replay' ? 'Each goes to the end of its lane as it was.' : 'They are gone for good.',
      action: act === 'replay' ? 'Replay them' : 'Discard them',
      danger: act === 'discard',
      type: act === 'discard' ? 'discard ' + ids.length : undefined,
      run: async () => {
        const answers = await Promise.allSettled(ids.map((id) => (act === 'replay' ? api.post(letter(id) + '/replay') : api.delete(letter(id)))));
        const failed = answers.filter((answer) => answer.status === 'rejected');
        this.#done = `${number(ids.length - failed.length)} of ${number(ids.length)} ${act === 'replay' ? 'replayed' : 'discarded'}.`;
        this.#chosen.clear();
        await this.#load();
        this.#problem = failed[0]?.reason;
        this.update();
      },
    });
  }

  #after(text) {
    this.#done = text;
    this.#load();
  }

  #row(dead, may) {
    const id = visible(dead.id);
    return html`<tr>${may ? html`<td class="choose"><input type="checkbox" aria-label="Choose ${id}" .checked=${this.#chosen.has(dead.id)} @change=${(event) => {
      this.#chosen[event.target.checked ? 'add' : 'delete'](dead.id);
      this.update();
    }}></td>` : nothing}
      <th scope="row" class="any">${dead.patch_id ? html`<a data-row href=${patchPage(dead.patch_id)}><bdi>${short(dead.id, 60)}</bdi></a>` : html`<bdi>${short(dead.id, 60)}</bdi>`}</th>
      <td data-label="Reason" class="any">${mark('failed', word(dead.reason))}<div class="quiet"><bdi>${short(dead.summary, 120)}</bdi></div>${dead.holds_lane ? html`<div>It holds its lane.</div>` : dead.held_by ? html`<div>held by <a href=${patchPage(dead.held_by)}><bdi>${short(dead.held_by, 40)}</bdi></a></div>` : nothing}</td>
      <td data-label="Lane" class="any"><bdi>${short(dead.lane ?? '–', 40)}</bdi></td>
      <td data-label="Dead since"><time datetime=${dead.dead_at}>${time(dead.dead_at)}</time></td>
      ${may ? html`<td><div class="buttons">
        ${dead.replayable ? html`<button type="button" aria-label="Replay ${id}" @click=${() => replayLetter(dead.id, dead.holds_lane, () => this.#after('Replayed.'))}>Replay</button>` : nothing}
        <a class="button" aria-label="Edit and replay ${id}" href="/console/mend?${new URLSearchParams({ id: dead.id })}">Edit</a>
        <button type="button" class="danger" aria-label="Discard ${id}" @click=${() => discardLetter(dead.id, () => this.#after('Discarded.'))}>Discard</button></div></td>` : nothing}</tr>`;
  }

  #table(page, may) {
    return html`<table class="list"><caption class="unseen">Dead letters, the newest first</caption>
      <thead><tr>${may ? html`<td></td>` : nothing}${['Patch', 'Reason', 'Lane', 'Dead since'].map((head) => html`<th scope="col">${head}</th>`)}${may ? html`<th scope="col">Actions</th>` : nothing}</tr></thead>
      <tbody>${rows(page.dead_letters, (dead) => dead.id, (dead) => this.#row(dead, may))}</tbody></table>`;
  }

  view() {
    const page = this.#page;
    const may = session.may('operate');
    const chosen = this.#chosen.size;
    return html`${head('Dead letters', copyCurl(curl('GET', this.#asked)), html`<pl-live></pl-live>`)}
      <p class="quiet">Patches that did not succeed. Each stays until somebody replays it, edits it or discards it.</p>
      ${page ? this.#groups(page) : nothing}
      <form class="filters" role="search" aria-label="Dead letters" @submit=${(event) => this.#narrow(event)}>
        <label class="field"><span>Lane</span><input name="lane" data-key="/" .value=${router.parameters.get('lane') ?? ''}></label>
        <label class="field"><span>Target file</span><input name="target" .value=${router.parameters.get('target') ?? ''}></label><button>Filter</button></form>
      <div class="bar">
        ${may && chosen ? html`<button type="button" @click=${() => this.#some('replay')}>Replay ${chosen} chosen</button><button type="button" class="danger" @click=${() => this.#some('discard')}>Discard ${chosen} chosen</button>` : nothing}
        ${may && page?.matching ? html`<button type="button" @click=${() => this.#all('replay')}>Replay all that match</button><button type="button" class="danger" @click=${() => this.#all('discard')}>Discard all that match</button>` : nothing}</div>
      ${this.#job ? html`<pl-job .job=${this.#job}></pl-job>` : nothing}
      ${done(this.#done)}${problemNote(this.#problem, () => this.#load())}
      ${page && page.dead_letters.length === 0 ? empty(page.listed ? 'No dead letter matches.' : 'There are no dead letters.', page.listed ? html`<p><a href="/console/dead-letters">Show all</a></p>` : html`<p>What fails is listed here, with its reason.</p>`) : nothing}
      ${page?.dead_letters.length ? this.#table(page, may) : nothing}
      ${page ? pager(page.next, page.matching, 'dead letter') : nothing}`;
  }
}
customElements.define('pl-dead-letters', DeadLetters);
