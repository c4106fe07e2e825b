// A unified diff by file, as text with line numbers. Ours, because those that resolve here build HTML from strings, and this text comes from patches (docs/decisions/0141).
import { html, nothing } from '../core/part.js';
import { visible } from '../core/text.js';

const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;
const MOST_LINES = 2000;

/** The diff as files, each with its lines: {kind: 'add'|'remove'|'same'|'hunk'|'meta', before, after, text}. */
export function files(diff) {
  const found = [];
  const at = { file: undefined, before: 0, after: 0, old: 0, fresh: 0 };
  const lines = diff.endsWith('\n') ? diff.slice(0, -1).split('\n') : diff.split('\n');
  for (const line of lines) {
    if (at.old > 0 || at.fresh > 0) {
      change(at, line);
    } else {
      between(at, line, found);
    }
  }
  return found;
}

/** A line of a hunk, whose head tells how many there are: a removed line may well look like the head of a file. */
function change(at, line) {
  const { file } = at;
  if (line.startsWith('+')) {
    file.added++;
    at.fresh--;
    file.lines.push({ kind: 'add', after: at.after++, text: line.slice(1) });
  } else if (line.startsWith('-')) {
    file.removed++;
    at.old--;
    file.lines.push({ kind: 'remove', before: at.before++, text: line.slice(1) });
  } else if (line.startsWith('\\')) {
    file.lines.push({ kind: 'meta', text: line });
  } else {
    at.old--;
    at.fresh--;
    file.lines.push({ kind: 'same', before: at.before++, after: at.after++, text: line.slice(1) });
  }
}

function between(at, line, found) {
  if (!at.file || line.startsWith('diff --git ') || (line.startsWith('--- ') && at.file.begun)) {
    at.file = { name: '', lines: [], added: 0, removed: 0, begun: false };
    found.push(at.file);
  }
  const hunk = HUNK.exec(line);
  if (hunk) {
    [at.before, at.old, at.after, at.fresh] = hunk.slice(1).map((field) => Number(field ?? 1));
    at.file.lines.push({ kind: 'hunk', text: line });
  } else {
    header(at.file, line);
  }
}

function header(file, line) {
  const name = (text) => text.replace(/\t.*$/, '').replace(/^[ab]\//, '');
  if (line.startsWith('--- ')) {
    file.begun = true;
    file.name ||= line === '--- /dev/null' ? '' : name(line.slice(4));
  } else if (line.startsWith('+++ ')) {
    file.name = line.startsWith('+++ /dev/null') ? file.name : name(line.slice(4));
  } else if (line.startsWith('diff --git ')) {
    file.name = name(line.slice(line.lastIndexOf(' b/') + 1));
  } else if (line && !line.startsWith('index ')) {
    file.lines.push({ kind: 'meta', text: line });
  }
}

const SIGNS = { add: '+', remove: '−', same: ' ', hunk: ' ', meta: ' ' };
const WORDS = { add: 'added', remove: 'removed' };

const row = (line) => html`<tr class="diff-${line.kind}"><td class="diff-number" data-line=${line.before ?? ''}></td><td class="diff-number" data-line=${line.after ?? ''}></td><td class="diff-sign">${WORDS[line.kind] ? html`<span class="unseen">${WORDS[line.kind]}</span>` : nothing}<span aria-hidden="true">${SIGNS[line.kind]}</span></td><td class="diff-text">${visible(line.text)}</td></tr>`;

const fileView = (file, i) => html`<details class="diff-file" ?open=${i < 20}>
  <summary><code>${visible(file.name) || 'file'}</code> <span class="diff-count"><span class="diff-plus">+${file.added}</span> <span class="diff-minus">−${file.removed}</span></span></summary>
  <div class="scroll" tabindex="0" role="group" aria-label="Changes of ${visible(file.name)}"><table class="diff">
    <thead class="unseen"><tr><th scope="col">Line before</th><th scope="col">Line after</th><th scope="col">Change</th><th scope="col">Text</th></tr></thead>
    <tbody>${file.lines.slice(0, MOST_LINES).map(row)}</tbody></table></div>
  ${file.lines.length > MOST_LINES ? html`<p>The first ${MOST_LINES} of ${file.lines.length} lines are shown.</p>` : nothing}
</details>`;

export function diffView(diff) {
  const all = files(diff);
  return html`<div class="diffs"><p>${all.length} ${all.length === 1 ? 'file' : 'files'}, <span class="diff-plus">+${all.reduce((sum, file) => sum + file.added, 0)}</span> <span class="diff-minus">−${all.reduce((sum, file) => sum + file.removed, 0)}</span></p>${all.map(fileView)}</div>`;
}
