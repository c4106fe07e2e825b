// One patch: where it is, what it writes, what it changed, and what can be done next.
import { html, nothing, Part } from '../core/part.js';
import { api, path } from '../core/api.js';
import { Story } from '../core/story.js';
import { session } from '../core/session.js';
import { router, patchPage } from '../core/router.js';
import { meaning } from '../core/reasons.js';
import { cancelPatch, discardLetter, letter, rejectPatch, replayLetter, revertPatch, approvePatch } from '../core/acts.js';
import { notShown } from '../core/change.js';
import { between, bytes, count, duration, number, since, time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { isCancellable, isOver, mark, shape } from '../parts/state.js';
import { done, problemNote } from '../parts/problem.js';
import { copyCurl, curl } from '../parts/curl.js';
import { head } from '../parts/head.js';
import { commitsView } from '../parts/commits.js';
import { changeView, notShownNote } from '../parts/diff.js';
import { timeline } from '../parts/timeline.js';
import '../parts/output.js';

const STREAM = { live: 'following live', away: 'connecting again; nothing is lost', over: 'complete', waiting: 'waits for a free connection: other tabs follow output', off: '' };

/** From the acceptance to the end; of a later run, that run alone, and not how long it lay there before. */
const took = ({ run, accepted_at, finished_at, attempts }) => finished_at && between(run > 1 ? attempts.find((attempt) => attempt.run === run)?.started_at ?? accepted_at : accepted_at, finished_at);

class PatchPage extends Part {
  #id = router.parameters.get('id') ?? '';
  #story = undefined;
  #done = '';
  #doneTo = undefined;

  start() {
    this.#story = new Story(this.#id, this.end);
    this.#story.addEventListener('change', () => this.update());
  }

  shown() {
    const output = this.querySelector('pl-output');
    if (output && !output.dataset.begun) {
      output.dataset.begun = 'yes';
      output.addEventListener('grown', () => this.update(), { signal: this.end });
      this.#story.begin(output);
    }
  }

  /** What was done, and to what: the patch as it was when it was asked for. */
  #after(text, patch) {
    this.#done = text;
    this.#doneTo = patch;
    this.#story.load();
  }

  /** What was done is told until what came of it is. */
  #isNews(patch) {
    return !(patch && isOver(patch.status) && (patch.run !== this.#doneTo?.run || patch.status !== this.#doneTo?.status));
  }

  /** Only its letter tells whether the patch has part in a hold, and whether as the one that holds the lane. */
  async #replay(patch) {
    const dead = await api.get(letter(patch.id), this.end).catch(() => undefined);
    if (!this.end.aborted) {
      replayLetter(patch.id, Boolean(dead?.holds_lane), () => this.#after('Replayed: it is in its lane again.', patch));
    }
  }

  #buttons(patch) {
    const operate = session.may('operate');
    const commit = patch.review?.commit ?? patch.commit;
    return html`<div class="buttons">
      ${isCancellable(patch) && (operate || session.may('submit')) ? html`<button type="button" class="danger" @click=${() => cancelPatch(patch.id, () => this.#after('The cancel is requested.', patch))}>Cancel</button>` : nothing}
      ${patch.dead_letter && operate ? html`<button type="button" class="primary" @click=${() => this.#replay(patch)}>Replay</button>
        <a class="button" href="/console/mend?${new URLSearchParams({ id: patch.id })}">Edit and replay</a>
        <button type="button" class="danger" @click=${() => discardLetter(patch.id, () => this.#after('Discarded.', patch))}>Discard</button>` : nothing}
      ${patch.status === 'succeeded' && commit && !patch.reverted_by && operate ? html`<button type="button" @click=${() => revertPatch(patch.id, (made) => router.go(patchPage(made.id)))}>Revert</button>` : nothing}
    </div>${patch.decision ? html`<p class="quiet">It has run and was ${patch.decision === 'approve' ? 'approved' : 'rejected'}, which waits in its lane or is being carried out: that cannot be cancelled.</p>` : nothing}`;
  }

  /** Of a patch that waits for a review, which can no longer be cancelled: the two acts, and beside them what its commits say and what of it all is not seen here. */
  #judge(patch) {
    const commit = patch.review?.commit;
    const told = notShown(patch, commit);
    return html`${commitsView(patch.outcome?.report?.git ?? {})}${notShownNote(told, html`<p>Open what is folded, and look at the rest in the repository before you approve it.</p>`, 'not-shown')}${session.may('review') ? html`<div class="buttons">
      ${commit ? html`<button type="button" class="primary" aria-describedby=${told.length ? 'not-shown' : nothing} @click=${() => approvePatch(patch.id, commit, told, () => this.#after('Approved.', patch))}>Approve</button>` : nothing}
      <button type="button" class="danger" @click=${() => rejectPatch(patch.id, () => this.#after('Rejected.', patch))}>Reject</button></div>` : html`<p class="quiet">It has run and waits for a review, so it can no longer be cancelled. Whoever has the scope <code>review</code> can approve or reject it.</p>`}`;
  }

  #facts(patch) {
    const git = patch.outcome?.report?.git ?? {};
    const facts = [
      ['Lane', patch.lane], ['Target file', patch.target_file], ['Role', patch.role], ['Submitted by', patch.source], ['From', patch.address], ['Trace', patch.trace_id],
      ['Accepted', time(patch.accepted_at)], ['Finished', patch.finished_at && time(patch.finished_at)], ['Took', took(patch)],
      ['Run', patch.run > 1 && patch.run], ['Attempt', patch.attempt > 1 && patch.attempt], ['Workspace', patch.workspace], ['Branch', patch.review?.branch ?? patch.branch], ['Base', git.base], ['Commit', patch.review?.commit ?? patch.commit], ['Review until', patch.review?.until && time(patch.review.until)], ['Approved by', patch.approved_by],
    ];
    return html`<dl class="facts">${facts.filter(([, value]) => value).map(([name, value]) => html`<div><dt>${name}</dt><dd><bdi>${visible(value)}</bdi></dd></div>`)}${patch.reverts ? html`<div><dt>Takes back</dt><dd>${[patch.reverts].flat().map((id) => html`<a href=${patchPage(id)}><bdi>${visible(id)}</bdi></a> `)}</dd></div>` : nothing}${patch.reverted_by ? html`<div><dt>Taken back by</dt><dd>${[patch.reverted_by].flat().map((id) => html`<a href=${patchPage(id)}><bdi>${visible(id)}</bdi></a> `)}</dd></div>` : nothing}</dl>`;
  }

  #reason(patch) {
    if (!patch.summary && !patch.code) {
      return nothing;
    }
    const problems = patch.outcome?.problems ?? [];
    return html`<div class="note note-problem">${shape(patch.status)}<div><p><strong>${visible((patch.code ?? '').replaceAll('_', ' '))}</strong></p><p><bdi>${visible(patch.summary ?? '')}</bdi></p>
      ${problems.length ? html`<ul>${problems.map((problem) => html`<li><code>${visible(problem.pointer)}</code> ${visible(problem.detail)}</li>`)}</ul>` : nothing}
      ${patch.dead_letter ? html`<p class="quiet">${meaning(patch.code).join(' ')}</p><p>It is one of the <a href="/console/dead-letters?${new URLSearchParams({ reason: patch.code ?? '' })}">dead letters</a>: replay it, edit it or discard it above.</p>` : nothing}${this.#hold(patch)}</div></div>`;
  }

  /** Because of which patch its lane is held. */
  #hold(patch) {
    const { heldBy } = this.#story;
    if (!patch.dead_letter || !heldBy) {
      return nothing;
    }
    return heldBy === patch.id
      ? html`<p>It holds its lane: see <a href="/console/lanes">lanes</a>.</p>`
      : html`<p>Its lane is held by <a href=${patchPage(heldBy)}><bdi>${short(heldBy, 80)}</bdi></a>.</p>`;
  }

  #output(patch) {
    const shown = this.querySelector('pl-output');
    const text = path`/v1/patches/${this.#id}/output`;
    // Nothing to show: it ran no command, or there is no such patch.
    const silent = patch ? isOver(patch.status) && patch.outcome && !patch.outcome.report?.commands?.length && !shown?.bytes : this.#story.problem;
    return html`<section class="card" aria-labelledby="output-title" ?hidden=${silent}><h2 id="output-title">Output</h2>
      <p class="bar"><span role="status">${STREAM[this.#story.stream]}</span> <span class="quiet">${count(shown?.lines ?? 0, 'line')}, ${bytes(shown?.bytes ?? 0)}</span>
        <button type="button" @click=${() => this.querySelector('pl-output').toEnd()}>To the end</button>
        ${patch?.attempts?.some((attempt) => attempt.event !== undefined) ? html`<a class="button" href=${text} target="_blank" rel="noopener">Output as text</a>` : nothing}</p>
      <pl-output></pl-output></section>`;
  }

  #results(patch) {
    const report = patch.outcome?.report;
    if (!report) {
      return nothing;
    }
    const changed = report.diff || report.files?.length || report.omitted?.diffCharacters || report.omitted?.files;
    return html`${changed ? html`<section class="card" aria-labelledby="diff-title"><h2 id="diff-title">What it changed</h2>${patch.status === 'awaiting_review' ? nothing : notShownNote(notShown(patch))}${changeView(report, () => this.update())}</section>` : nothing}
      ${report.commands?.length ? html`<section class="card" aria-labelledby="commands-title"><h2 id="commands-title">Commands</h2><table class="list"><thead><tr><th scope="col">Step</th><th scope="col">Ended with</th><th scope="col">Took</th><th scope="col">Output</th></tr></thead>
        <tbody>${report.commands.map((command) => html`<tr><th scope="row">${command.action + 1}</th><td data-label="Ended with">${command.signal ? visible(command.signal) : 'exit ' + command.exitCode}</td><td data-label="Took">${duration(command.elapsed)}</td><td data-label="Output">${number(command.output.totalBytes)} bytes${command.output.omittedBytes ? html`, ${number(command.output.omittedBytes)} of them not kept` : nothing}</td></tr>`)}</tbody></table></section>` : nothing}
      ${report.notes?.length ? html`<section class="card"><h2>Notes</h2><ul>${report.notes.map((note) => html`<li>${visible(note)}</li>`)}</ul></section>` : nothing}`;
  }

  #submitted() {
    const { submitted, patch, problem } = this.#story;
    return html`<section class="card" ?hidden=${!patch && problem}><details><summary><h2>As it was submitted</h2></summary>
      ${submitted?.problem ? problemNote(submitted.problem) : html`<pre class="code" tabindex="0">${submitted ? visible(JSON.stringify(submitted, null, 2)) : 'Loading …'}</pre>`}</details></section>`;
  }

  #attempts(patch) {
    return html`<section class="card" aria-labelledby="attempts-title"><h2 id="attempts-title">Attempts</h2><ul class="plain">${patch.attempts.map((attempt) => html`<li>${mark(attempt.status)} run ${attempt.run}, attempt ${attempt.attempt}${attempt.executor ? html` on <bdi>${visible(attempt.executor)}</bdi>` : nothing}${attempt.started_at ? `, ${attempt.ended_at ? between(attempt.started_at, attempt.ended_at) : `for ${since(attempt.started_at)} so far`}` : nothing}
      ${attempt.event !== undefined ? html`<a href="${path`/v1/patches/${patch.id}/output`}?run=${attempt.run}&attempt=${attempt.attempt}" target="_blank" rel="noopener">output<span class="unseen"> of run ${attempt.run}, attempt ${attempt.attempt}</span></a>` : nothing}</li>`)}</ul></section>`;
  }

  view() {
    const { patch, problem } = this.#story;
    return html`${head(html`Patch <bdi class="id">${short(this.#id, 200)}</bdi>`, patch ? copyCurl(curl('GET', path`/v1/patches/${patch.id}`)) : nothing)}
      ${done(this.#isNews(patch) ? this.#done : '')}${problemNote(problem, () => this.#story.load())}
      ${patch ? html`<p class="headline">${mark(patch.status)} ${patch.description ? html`<bdi>${visible(patch.description)}</bdi>` : nothing}</p>${patch.status === 'awaiting_review' ? this.#judge(patch) : this.#buttons(patch)}${this.#reason(patch)}${this.#facts(patch)}` : nothing}
      ${this.#output(patch)}
      ${patch ? html`${this.#results(patch)}<div class="cards"><section class="card" aria-labelledby="timeline-title"><h2 id="timeline-title">Timeline</h2>${timeline(patch.timeline)}</section>${patch.attempts.length ? this.#attempts(patch) : nothing}</div>` : nothing}
      ${this.#submitted()}`;
  }
}
customElements.define('pl-patch', PatchPage);
