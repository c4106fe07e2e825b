// A dead letter, edited and sent in its place: with a preview of what it would change.
import { html, nothing, Part } from '../core/part.js';
import { api } from '../core/api.js';
import { letter, WITH_HELD } from '../core/acts.js';
import { meaning } from '../core/reasons.js';
import { resubmission } from '../core/resubmission.js';
import { patchPage, router } from '../core/router.js';
import { session } from '../core/session.js';
import { visible, short } from '../core/text.js';
import { problemNote } from '../parts/problem.js';
import { copyCurl, curl } from '../parts/curl.js';
import { previewed } from '../parts/preview.js';
import { mark, word } from '../parts/state.js';

class Mend extends Part {
  #id = router.parameters.get('id') ?? '';
  #dead = undefined;
  #text = '';
  #problem = undefined;
  #preview = undefined;
  #busy = false;

  async start() {
    try {
      this.#dead = await api.get(letter(this.#id), this.end);
      this.#text = this.#dead.patch ? JSON.stringify(resubmission(this.#dead.patch), null, 2) : this.#dead.text ?? '';
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }

  async #send(event) {
    event.preventDefault();
    const withHeld = event.target.elements.withHeld?.checked ?? false;
    this.#busy = true;
    this.#problem = this.#preview = undefined;
    this.update();
    try {
      if (event.submitter?.value === 'preview') {
        this.#preview = await api.post('/webhook', { ...JSON.parse(this.#text), id: undefined, dryRun: true }, { Prefer: 'wait=30' });
      } else {
        const made = await api.post(letter(this.#id) + '/mend' + (withHeld ? '?withHeld=true' : ''), this.#text);
        router.go(patchPage(made.id));
      }
    } catch (problem) {
      this.#problem = problem instanceof SyntaxError ? new Error('This is no JSON: ' + problem.message) : problem;
    }
    this.#busy = false;
    this.update();
  }

  view() {
    const dead = this.#dead;
    return html`<h1 tabindex="-1">Edit and replay <bdi class="id">${short(this.#id, 100)}</bdi></h1>
      ${dead ? html`<div class="note note-problem"><div><p>${mark('failed', word(dead.reason))}</p><p><bdi>${visible(dead.summary)}</bdi></p><p class="quiet">${meaning(dead.reason).join(' ')}</p></div></div>
      <form @submit=${(event) => this.#send(event)}>
        <div class="field"><label for="mended">The patch, as it is sent in its place under a new id</label>
          <textarea id="mended" rows=${Math.min(30, Math.max(10, this.#text.split('\n').length + 2))} spellcheck="false" required .value=${this.#text} aria-invalid=${Boolean(this.#problem)} @input=${(event) => {
    this.#text = event.target.value;
    this.#preview = undefined;
  }}></textarea></div>
        ${dead.holds_lane ? html`<p><label class="check"><input type="checkbox" name="withHeld"> <span>${WITH_HELD}</span></label></p>` : nothing}
        ${problemNote(this.#problem)}
        <div class="buttons"><button class="primary" value="mend" ?disabled=${this.#busy}>Replay as edited</button>
          ${session.may('submit') ? html`<button value="preview" ?disabled=${this.#busy}>Preview</button>` : nothing}
          ${copyCurl(curl('POST', letter(this.#id) + '/mend', this.#text))}</div>
      </form>` : problemNote(this.#problem)}
      ${this.#busy ? html`<p role="status">Waiting for the service …</p>` : nothing}${previewed(this.#preview)}`;
  }
}
customElements.define('pl-mend', Mend);
