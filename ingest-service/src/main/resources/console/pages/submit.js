// A patch by a form or as JSON: looked at first by the rules of the service, then submitted.
import { html, nothing, Part } from '../core/part.js';
import { api } from '../core/api.js';
import { fieldAt, KINDS, OPTIONS, patchOf } from '../core/forms.js';
import { router, patchPage } from '../core/router.js';
import { visible } from '../core/text.js';
import { problemNote } from '../parts/problem.js';
import { copyCurl, curl } from '../parts/curl.js';
import { previewed } from '../parts/preview.js';

class Submit extends Part {
  #kind = 'command';
  #values = {};
  #raw = '';
  #problem = undefined;
  #preview = undefined;
  #busy = false;

  #body() {
    return this.#kind === 'json' ? this.#raw : JSON.stringify(patchOf(this.#kind, this.#values), null, 2);
  }

  #choose(kind) {
    if (kind === 'json' && !this.#raw) {
      this.#raw = this.#body();
    }
    this.#kind = kind;
    this.#problem = undefined;
    this.update();
  }

  #type(name, value) {
    this.#values[name] = value;
    this.#preview = undefined;
    this.update();
  }

  async #send(event) {
    event.preventDefault();
    const dry = event.submitter?.value === 'preview';
    await this.#doing(async () => {
      const body = dry ? { ...JSON.parse(this.#body()), id: undefined, dryRun: true } : this.#body();
      const answer = await api.post('/webhook', body, dry ? { Prefer: 'wait=30' } : {});
      if (dry) {
        this.#preview = answer;
      } else {
        router.go(patchPage(answer.id));
      }
    });
  }

  async #doing(task) {
    this.#busy = true;
    this.#problem = undefined;
    this.#preview = undefined;
    this.update();
    try {
      await task();
    } catch (problem) {
      this.#problem = problem instanceof SyntaxError ? new Error('This is no JSON: ' + problem.message) : problem;
    }
    this.#busy = false;
    this.update();
  }

  shown() {
    if (this.#problem && !this.#problem.seen) {
      this.#problem.seen = true;
      this.querySelector('[aria-invalid=true]')?.focus();
    }
  }

  #field(field) {
    const errors = (this.#problem?.errors ?? []).filter((error) => fieldAt(error.pointer) === field.name);
    const id = 'field-' + field.name;
    const input = (event) => this.#type(field.name, event.target.value);
    const value = this.#values[field.name] ?? '';
    const described = [field.help ? id + '-help' : '', errors.length ? id + '-error' : ''].filter(Boolean).join(' ') || nothing;
    return html`<div class="field ${field.area === undefined ? '' : 'wide'}"><label for=${id}>${field.label}${field.required ? html` <span class="quiet">(required)</span>` : nothing}</label>
      ${field.area === undefined
    ? html`<input id=${id} name=${field.name} ?required=${field.required} .value=${value} @input=${input} aria-invalid=${errors.length > 0} aria-describedby=${described} spellcheck="false">`
    : html`<textarea id=${id} name=${field.name} rows=${field.rows ?? 8} ?required=${field.required} .value=${value} placeholder=${field.area} @input=${input} aria-invalid=${errors.length > 0} aria-describedby=${described} spellcheck="false"></textarea>`}
      ${field.help ? html`<p class="quiet" id="${id}-help">${field.help}</p>` : nothing}
      ${errors.length ? html`<p class="field-error" id="${id}-error">${errors.map((error) => visible(error.detail)).join(' ')}</p>` : nothing}</div>`;
  }

  #form() {
    if (this.#kind === 'json') {
      return html`<div class="field"><label for="raw">Patch as JSON</label><textarea id="raw" rows="18" required spellcheck="false" .value=${this.#raw} @input=${(event) => {
        this.#raw = event.target.value;
        this.#preview = undefined;
      }} aria-invalid=${Boolean(this.#problem)}></textarea></div>`;
    }
    return html`${KINDS[this.#kind].fields.map((field) => this.#field(field))}
      <details><summary>More</summary><div class="fields">${OPTIONS.map((field) => this.#field(field))}</div></details>`;
  }

  view() {
    const kinds = { ...Object.fromEntries(Object.entries(KINDS).map(([name, kind]) => [name, kind.label])), json: 'JSON' };
    return html`<h1 tabindex="-1">Submit</h1>
      <div class="buttons" role="group" aria-label="Kind of patch">${Object.entries(kinds).map(([name, label]) => html`<button type="button" aria-pressed=${this.#kind === name} @click=${() => this.#choose(name)}>${label}</button>`)}</div>
      <form class="submit" @submit=${(event) => this.#send(event)}>
        ${this.#form()}
        ${problemNote(this.#problem)}
        <div class="buttons"><button class="primary" value="submit" ?disabled=${this.#busy}>Submit</button>
          <button value="preview" ?disabled=${this.#busy}>Preview</button> ${copyCurl(curl('POST', '/webhook', this.#body()))}</div>
      </form>
      ${this.#busy ? html`<p role="status">Waiting for the service …</p>` : nothing}
      ${previewed(this.#preview)}`;
  }
}
customElements.define('pl-submit', Submit);
