// What a patch would do, as a dry run tells it: in a git workspace its commands were run, elsewhere they were not.
import { html, nothing } from '../core/part.js';
import { notShown } from '../core/change.js';
import { patchPage } from '../core/router.js';
import { visible } from '../core/text.js';
import { changeView, notShownNote } from './diff.js';
import { mark } from './state.js';

const told = (report) => (report?.commands?.length ? 'Its commands were run, and nothing of what they did was kept.' : 'Nothing was changed. Commands are not run in a preview here.');

export function previewed(patch) {
  if (!patch) {
    return nothing;
  }
  const report = patch.outcome?.report;
  return html`<section class="card preview" aria-labelledby="preview-title"><h2 id="preview-title">Preview</h2>
    <p>${mark(patch.status, patch.status === 'succeeded' ? 'would succeed' : undefined)} ${visible(patch.summary ?? told(report))}</p>
    ${report?.diff || report?.files?.length ? html`${notShownNote(notShown(patch))}${changeView(report)}` : patch.status === 'succeeded' ? html`<p>No file would change${report?.commands?.length ? '' : ' before commands run'}.</p>` : nothing}
    <p><a href=${patchPage(patch.id)}>The preview, with its output, as a patch of its own</a></p></section>`;
}
