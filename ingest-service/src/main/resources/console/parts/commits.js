// What the commits say that wait for a review: all of it comes to the branch with them. Text of strangers, whole and as text.
import { html, nothing } from '../core/part.js';
import { count } from '../core/format.js';
import { visible } from '../core/text.js';

const said = ({ commit, author, run, message }) => html`<li><p>Commit <code>${visible(commit)}</code> of <bdi>${visible(author)}</bdi>${run ? `, made by run ${run}` : ', pushed by a person'}</p>
  <pre class="said">${visible(message)}</pre></li>`;

export function commitsView({ branch, commits = [], log = [] }) {
  return html`<div class="commits"><p>${count(Math.max(1, commits.length), 'commit')} ${commits.length > 1 ? 'come' : 'comes'} to ${branch ? html`<code>${visible(branch)}</code>` : 'the branch'} by an approval.${commits.length > 1 ? ' The diff is what they make together.' : ''}</p>
    ${log.length ? html`<ol class="plain">${log.map(said)}</ol>` : nothing}</div>`;
}
