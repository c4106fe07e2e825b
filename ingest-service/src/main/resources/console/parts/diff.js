// What was changed, by file, as text with line numbers: the report's files and numbers, and of each as much as its diff has.
import { html, nothing, rows } from '../core/part.js';
import { changeOf, foldedOf, isOpen, MOST_LINES, open, totalsOf } from '../core/change.js';
import { count, number } from '../core/format.js';
import { visible } from '../core/text.js';
import { mark, shape } from './state.js';

const SIGNS = { add: '+', remove: '−', same: ' ', hunk: ' ', meta: ' ' };
const WORDS = { add: 'added', remove: 'removed' };
const SHOWN = { part: 'shown in part', none: 'not shown', binary: 'binary, not shown' };

/** So many are opened by one button: a browser takes long for more. */
const NEXT = 20;

const row = (line) => html`<tr class="diff-${line.kind}"><td class="diff-number" data-line=${line.before ?? ''}></td><td class="diff-number" data-line=${line.after ?? ''}></td><td class="diff-sign">${WORDS[line.kind] ? html`<span class="unseen">${WORDS[line.kind]}</span>` : nothing}<span aria-hidden="true">${SIGNS[line.kind]}</span></td><td class="diff-text">${visible(line.text)}</td></tr>`;

const lines = (file) => html`<div class="scroll" tabindex="0" role="group" aria-label="Changes of ${visible(file.path)}"><table class="diff">
    <thead class="unseen"><tr><th scope="col">Line before</th><th scope="col">Line after</th><th scope="col">Change</th><th scope="col">Text</th></tr></thead>
    <tbody>${file.lines.slice(0, MOST_LINES).map(row)}</tbody></table></div>
  ${file.lines.length > MOST_LINES ? html`<p>The first ${number(MOST_LINES)} of ${number(file.lines.length)} lines are shown.</p>` : nothing}`;

/** What happened to a file besides its lines. */
const kind = ({ kind: what, mode }) => (what && what !== 'changed' ? html` <span class="quiet">${what === 'mode' ? 'mode ' + visible(mode) : visible(what)}</span>` : nothing);

const fileView = (report, file, after) => html`<details class="diff-file" ?open=${isOpen(report, file)} @toggle=${(event) => {
  if (event.target.open && file.lines.length > 0 && !isOpen(report, file)) {
    open(report, file);
    after();
  }
}}>
  <summary><code>${visible(file.path) || 'file'}</code>${kind(file)} <span class="diff-count"><span class="diff-plus">+${number(file.added)}</span> <span class="diff-minus">−${number(file.removed)}</span></span> ${SHOWN[file.shown] ? mark('warning', SHOWN[file.shown]) : nothing}</summary>
  ${file.lines.length ? lines(file) : html`<p class="diff-none">${file.shown === 'all' ? 'No line of it is another.' : 'Its lines are not shown here.'}</p>`}
</details>`;

/** Opens the next ones of those that are folded. */
const folded = (report, after) => {
  const files = foldedOf(report);
  const next = files.slice(0, NEXT);
  return files.length && report.git?.commit ? html`<p><button type="button" @click=${() => {
    next.forEach((file) => open(report, file));
    after();
  }}>Open ${next.length === files.length ? '' : 'the next '}${count(next.length, 'folded file')}${next.length === files.length ? '' : ` of ${number(files.length)}`}</button></p>` : nothing;
};

/** @param {() => void} after called when somebody has opened files */
export function changeView(report, after = () => {}) {
  const { files, omitted, added, removed } = totalsOf(report);
  return html`<div class="diffs"><p class="diff-total">${count(files, 'file')}, ${omitted ? 'of those listed ' : ''}<span class="diff-plus">+${number(added)}</span> <span class="diff-minus">−${number(removed)}</span></p>
    ${rows(changeOf(report), (file) => `${report.git?.commit} ${file.key}`, (file) => fileView(report, file, after))}${folded(report, after)}${omitted ? html`<p>${count(omitted, 'more changed file')} ${omitted === 1 ? 'is' : 'are'} not listed.</p>` : nothing}</div>`;
}

/** Tells what is not shown, by the sentences for it. */
export const notShownNote = (told, more = nothing, id = nothing) => (told.length
  ? html`<div class="note note-warning" id=${id}>${shape('warning')}<div><p><strong>Not all of the change is shown here.</strong></p><ul>${told.map((text) => html`<li>${text}</li>`)}</ul>${more}</div></div>`
  : nothing);
