// A question before what cannot be taken back. The browser's own dialog: it keeps the focus and gives it back.
import { html, nothing, Part } from '../core/part.js';
import { problemNote } from './problem.js';

class Question extends Part {
  #how = undefined;
  #problem = undefined;
  #typed = '';
  #sure = false;
  #busy = false;

  /**
   * @param {{title: string, text: unknown, action: string, danger?: boolean, type?: string, reason?: string, must?: string, option?: string, run: (typed: string, option: boolean) => Promise<void>}} how
   *   type: what has to be typed before; reason: the label of a text that is asked for; must: what has to be ticked before; option: the label of what may be chosen besides
   */
  ask(how) {
    this.#how = how;
    this.#problem = undefined;
    this.#typed = '';
    this.#sure = false;
    this.#busy = false;
    this.update();
    queueMicrotask(() => queueMicrotask(() => this.querySelector('dialog')?.showModal()));
  }

  #close() {
    this.querySelector('dialog')?.close();
  }

  /**
   * What was ticked or typed for one question is not so for the next. The browser tells some time after a dialog has closed: by then the next question may be open in it.
   */
  #closed(how, dialog) {
    if (dialog.open) {
      return;
    }
    if (this.#how === how) {
      this.#how = undefined;
    }
    this.update();
  }

  #allowed(how) {
    return !this.#busy && (!how.type || this.#typed === how.type) && (!how.must || this.#sure);
  }

  async #run(event) {
    event.preventDefault();
    if (!this.#allowed(this.#how)) {
      return;
    }
    this.#busy = true;
    this.update();
    try {
      await this.#how.run(this.#typed, event.target.elements.option?.checked ?? false);
      this.#close();
      this.#how = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.#busy = false;
    this.update();
  }

  #field(how) {
    if (!how.type && !how.reason) {
      return nothing;
    }
    const label = how.type ? html`Type <code>${how.type}</code> to go on` : how.reason;
    return html`<label class="field"><span>${label}</span>
      <input name="typed" autocomplete="off" required .value=${this.#typed} @input=${(event) => {
    this.#typed = event.target.value;
    this.update();
  }}></label>`;
  }

  view() {
    const how = this.#how;
    if (!how) {
      return nothing;
    }
    return html`<dialog aria-labelledby="question-title" @close=${(event) => this.#closed(how, event.target)}>
      <form @submit=${(event) => this.#run(event)}>
        <h2 id="question-title">${how.title}</h2>
        <div>${how.text}</div>
        ${this.#field(how)}
        ${how.must ? html`<p><label class="check"><input type="checkbox" name="must" required .checked=${this.#sure} @change=${(event) => {
      this.#sure = event.target.checked;
      this.update();
    }}> <span>${how.must}</span></label></p>` : nothing}
        ${how.option ? html`<p><label class="check"><input type="checkbox" name="option"> <span>${how.option}</span></label></p>` : nothing}
        ${problemNote(this.#problem)}
        <div class="buttons">
          <button type="button" @click=${() => this.#close()}>Leave it</button>
          <button class=${how.danger ? 'danger' : 'primary'} ?disabled=${!this.#allowed(how)}>${how.action}</button>
        </div>
      </form>
    </dialog>`;
  }
}
customElements.define('pl-question', Question);

/** Asks in the one dialog of the page. */
export function ask(how) {
  let question = document.querySelector('pl-question');
  if (!question) {
    question = document.createElement('pl-question');
    document.body.append(question);
  }
  question.ask(how);
}
