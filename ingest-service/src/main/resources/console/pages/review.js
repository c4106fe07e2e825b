// What awaits review, the oldest first: the diff, who, the base, and the two acts.
import { html, nothing, Part, rows } from '../core/part.js';
import { api, path, query } from '../core/api.js';
import { approvePatch, rejectPatch } from '../core/acts.js';
import { notShown } from '../core/change.js';
import { live } from '../core/live.js';
import { patchPage, router } from '../core/router.js';
import { session } from '../core/session.js';
import { since, time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { commitsView } from '../parts/commits.js';
import { changeView, notShownNote } from '../parts/diff.js';
import { done, empty, problemNote } from '../parts/problem.js';
import { head } from '../parts/head.js';
import { pager } from '../parts/pager.js';
import { mark } from '../parts/state.js';
import '../parts/live-button.js';

/** On a page: each with its whole diff. */
const LIMIT = 20;

class Review extends Part {
  #page = undefined;
  /** By id, those of the page: {of: what waited when it was asked for, patch, problem}. */
  #patches = new Map();
  #problem = undefined;
  #done = '';
  #asking = false;
  #again = false;

  start() {
    this.#load();
    live.on(() => this.#load(), this.end);
    router.addEventListener('change', () => this.#load(), { signal: this.end });
  }

  /** One after the other, so that no older answer comes last; what happens meanwhile is asked for once more. */
  async #load() {
    this.#again = true;
    if (this.#asking) {
      return;
    }
    this.#asking = true;
    while (this.#again && !this.end.aborted) {
      this.#again = false;
      await this.#ask();
      this.update();
    }
    this.#asking = false;
  }

  async #ask() {
    try {
      const page = await api.get('/v1/patches' + query({ state: 'awaiting_review', order: 'oldest', limit: LIMIT, cursor: router.parameters.get('cursor') }), this.end);
      this.#patches = new Map(await Promise.all(page.patches.map(async (summary) => [summary.id, await this.#read(summary)])));
      this.#page = page;
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
  }

  /** The whole patch, asked for again where another commit of it waits than before: it may have been carried out anew. */
  async #read(summary) {
    const of = JSON.stringify([summary.run, summary.attempt, summary.finished_at, summary.review?.commit]);
    const known = this.#patches.get(summary.id);
    if (known?.of === of && known.patch?.outcome) {
      return known;
    }
    try {
      return { of, patch: await api.get(path`/v1/patches/${summary.id}?output=full`, this.end) };
    } catch (problem) {
      return { of, problem };
    }
  }

  #after(text) {
    this.#done = text;
    this.#load();
  }

  #facts(summary, patch) {
    const report = patch?.outcome?.report;
    const facts = [['What', summary.description], ['By', summary.source], ['From', patch?.address], ['Waits', since(summary.accepted_at) + ', accepted ' + time(summary.accepted_at)], ['Until', summary.review && time(patch?.review?.until ?? summary.review.until)], ['Workspace', summary.workspace],
      ['Branch', patch?.review?.branch], ['Base', report?.git?.base], ['Commit', patch?.review?.commit], ['Checks', report?.commands?.map((command) => `step ${command.action + 1}: ${command.signal ?? 'exit ' + command.exitCode}`).join(', ')]];
    return html`<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${visible(value)}</bdi></dd></div>`)}</dl>`;
  }

  /** The two acts; beside them what its commits say, and what of it all is not seen here. */
  #judge(patch, note) {
    const commit = patch.review?.commit;
    const told = notShown(patch, commit);
    return html`${commitsView(patch.outcome?.report?.git ?? {})}${notShownNote(told, html`<p>Open what is folded, and look at the rest in the repository before you approve it.</p>`, note)}${session.may('review') ? html`<div class="buttons">
      ${commit ? html`<button type="button" class="primary" aria-label="Approve ${visible(patch.id)}" aria-describedby=${told.length ? note : nothing} @click=${() => approvePatch(patch.id, commit, told, () => this.#after('Approved.'))}>Approve</button>` : nothing}
      <button type="button" class="danger" aria-label="Reject ${visible(patch.id)}" @click=${() => rejectPatch(patch.id, () => this.#after('Rejected.'))}>Reject</button></div>` : html`<p class="quiet">Approving needs the scope <code>review</code>.</p>`}`;
  }

  #card(summary, i) {
    const { patch, problem } = this.#patches.get(summary.id) ?? {};
    const report = patch?.outcome?.report;
    return html`<section class="card"><h2>${mark(patch?.status ?? summary.status)} <a data-row href=${patchPage(summary.id)}><bdi>${short(summary.id, 80)}</bdi></a></h2>
      ${this.#facts(summary, patch)}${problemNote(problem, () => this.#load())}
      ${report ? changeView(report, () => this.update()) : nothing}
      ${patch?.status === 'awaiting_review' ? this.#judge(patch, 'not-shown-' + i) : nothing}</section>`;
  }

  view() {
    const page = this.#page;
    const waiting = page?.patches ?? [];
    const behind = router.parameters.get('cursor');
    return html`${head('Review', html`<pl-live></pl-live>`)}
      ${done(this.#done)}${problemNote(this.#problem, () => this.#load())}
      ${page && page.matched === 0 ? empty('Nothing awaits review.', html`<p>A patch does where its git workspace asks for review (<code>patchline.git.NAME.review</code>).</p>`) : nothing}
      ${page?.matched && waiting.length === 0 ? empty('Nothing on this page awaits review any more.', html`<p>What does is on the first one.</p>`) : nothing}
      ${rows(waiting, (summary) => summary.id, (summary, i) => this.#card(summary, i))}
      ${page && (page.matched || behind) ? pager(page.next_cursor, page.matched, 'patch awaits review', 'patches await review') : nothing}`;
  }
}
customElements.define('pl-review', Review);
