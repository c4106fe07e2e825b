// What was changed, by file, as text with line numbers: the report's files and numbers, and of each as much as its diff has.
import { html, nothing } from '../core/part.js';
import { changeOf, MOST_LINES, totalsOf } from '../core/change.js';
import { count, number } from '../core/format.js';
import { visible } from '../core/text.js';
import { mark, shape } from './state.js';

const SIGNS = { add: '+', remove: '−', same: ' ', hunk: ' ', meta: ' ' };
const WORDS = { add: 'added', remove: 'removed' };
const SHOWN = { part: 'shown in part', none: 'not shown', binary: 'binary, not shown' };

/** So many files are open at first. */
const OPEN = 20;

const row = (line) => html`<tr class="diff-${line.kind}"><td class="diff-number" data-line=${line.before ?? ''}></td><td class="diff-number" data-line=${line.after ?? ''}></td><td class="diff-sign">${WORDS[line.kind] ? html`<span class="unseen">${WORDS[line.kind]}</span>` : nothing}<span aria-hidden="true">${SIGNS[line.kind]}</span></td><td class="diff-text">${visible(line.text)}</td></tr>`;

const lines = (file) => html`<div class="scroll" tabindex="0" role="group" aria-label="Changes of ${visible(file.path)}"><table class="diff">
    <thead class="unseen"><tr><th scope="col">Line before</th><th scope="col">Line after</th><th scope="col">Change</th><th scope="col">Text</th></tr></thead>
    <tbody>${file.lines.slice(0, MOST_LINES).map(row)}</tbody></table></div>
  ${file.lines.length > MOST_LINES ? html`<p>The first ${number(MOST_LINES)} of ${number(file.lines.length)} lines are shown.</p>` : nothing}`;

/** What happened to a file besides its lines. */
const kind = ({ kind: what, mode }) => (what && what !== 'changed' ? html` <span class="quiet">${what === 'mode' ? 'mode ' + visible(mode) : visible(what)}</span>` : nothing);

const fileView = (file, i) => html`<details class="diff-file" ?open=${i < OPEN && file.lines.length > 0}>
  <summary><code>${visible(file.path) || 'file'}</code>${kind(file)} <span class="diff-count"><span class="diff-plus">+${number(file.added)}</span> <span class="diff-minus">−${number(file.removed)}</span></span> ${SHOWN[file.shown] ? mark('warning', SHOWN[file.shown]) : nothing}</summary>
  ${file.lines.length ? lines(file) : html`<p class="diff-none">${file.shown === 'all' ? 'No line of it is another.' : 'Its lines are not shown here.'}</p>`}
</details>`;

export function changeView(report) {
  const { files, omitted, added, removed } = totalsOf(report);
  return html`<div class="diffs"><p class="diff-total">${count(files, 'file')}, ${omitted ? 'of those listed ' : ''}<span class="diff-plus">+${number(added)}</span> <span class="diff-minus">−${number(removed)}</span></p>
    ${changeOf(report).map(fileView)}${omitted ? html`<p>${count(omitted, 'more changed file')} ${omitted === 1 ? 'is' : 'are'} not listed.</p>` : nothing}</div>`;
}

/** Tells what is not shown, by the sentences for it. */
export const notShownNote = (told, more = nothing, id = nothing) => (told.length
  ? html`<div class="note note-warning" id=${id}>${shape('warning')}<div><p><strong>Not all of the change is shown here.</strong></p><ul>${told.map((text) => html`<li>${text}</li>`)}</ul>${more}</div></div>`
  : nothing);
