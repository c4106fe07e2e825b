// What awaits review, the oldest first: the diff, who, the base, and the two acts.
import { html, nothing, Part, rows } from '../core/part.js';
import { api, path } from '../core/api.js';
import { approvePatch, rejectPatch } from '../core/acts.js';
import { live } from '../core/live.js';
import { patchPage } from '../core/router.js';
import { session } from '../core/session.js';
import { count, since, time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { diffView } from '../parts/diff.js';
import { done, empty, problemNote } from '../parts/problem.js';
import { head } from '../parts/head.js';
import { mark } from '../parts/state.js';
import '../parts/live-button.js';

class Review extends Part {
  #page = undefined;
  #patches = new Map();
  #problem = undefined;
  #done = '';

  start() {
    this.#load();
    live.on(() => this.#load(), this.end);
  }

  async #load() {
    try {
      this.#page = await api.get('/v1/patches?state=awaiting_review&limit=500', this.end);
      const ids = this.#page.patches.map((patch) => patch.id).reverse().slice(0, 20);
      await Promise.all(ids.filter((id) => !this.#patches.has(id)).map(async (id) => this.#patches.set(id, await api.get(path`/v1/patches/${id}?output=full`, this.end))));
      this.#problem = undefined;
    } catch (problem) {
      // Where the service has no such state there is nothing to review.
      this.#page = problem.status === 400 ? { patches: [], matched: 0 } : this.#page;
      this.#problem = problem.status === 400 ? undefined : problem;
    }
    this.update();
  }

  #after(text) {
    this.#done = text;
    this.#load();
  }

  #card(summary) {
    const patch = this.#patches.get(summary.id);
    const outcome = patch?.outcome ?? {};
    const git = outcome.report?.git ?? {};
    const commit = patch?.review?.commit ?? git.commit;
    const until = patch?.review?.until ?? outcome.until;
    const diff = outcome.report?.diff;
    return html`<section class="card"><h2>${mark('awaiting_review')} <a data-row href=${patchPage(summary.id)}><bdi>${short(summary.id, 80)}</bdi></a></h2>
      <dl class="facts">${[['What', summary.description], ['By', summary.source], ['From', patch?.address], ['Waits', since(summary.accepted_at) + ', accepted ' + time(summary.accepted_at)], ['Until', until && time(until)], ['Workspace', patch?.workspace], ['Branch', patch?.review?.branch ?? git.branch], ['Base', git.base], ['Commit', commit], ['Checks', outcome.report?.commands?.map((command) => `step ${command.action + 1}: ${command.signal ?? 'exit ' + command.exitCode}`).join(', ')]]
    .filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${visible(value)}</bdi></dd></div>`)}</dl>
      ${diff ? diffView(diff) : html`<p>No diff is told.</p>`}
      ${session.may('review') && commit ? html`<div class="buttons"><button type="button" class="primary" aria-label="Approve ${visible(summary.id)}" @click=${() => approvePatch(summary.id, commit, () => this.#after('Approved.'))}>Approve</button>
        <button type="button" class="danger" aria-label="Reject ${visible(summary.id)}" @click=${() => rejectPatch(summary.id, () => this.#after('Rejected.'))}>Reject</button></div>` : html`<p class="quiet">Approving needs the scope <code>review</code>.</p>`}</section>`;
  }

  view() {
    const waiting = [...(this.#page?.patches ?? [])].reverse();
    return html`${head('Review', html`<pl-live></pl-live>`)}
      ${done(this.#done)}${problemNote(this.#problem, () => this.#load())}
      ${this.#page && waiting.length === 0 ? empty('Nothing awaits review.', html`<p>A patch does where its git workspace asks for review (<code>patchline.git.NAME.review</code>).</p>`) : nothing}
      ${rows(waiting.slice(0, 20), (summary) => summary.id, (summary) => this.#card(summary))}
      ${waiting.length > 20 ? html`<p>The oldest 20 of ${count(this.#page.matched, 'patch', 'patches')} are shown.</p>` : nothing}`;
  }
}
customElements.define('pl-review', Review);
