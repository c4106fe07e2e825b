// A question before what cannot be taken back. The browser's own dialog: it keeps the focus and gives it back.
import { html, nothing, Part } from '../core/part.js';
import { problemNote } from './problem.js';

class Question extends Part {
  #how = undefined;
  #problem = undefined;
  #typed = '';
  #busy = false;

  /**
   * @param {{title: string, text: unknown, action: string, danger?: boolean, type?: string, reason?: string, option?: string, run: (typed: string, option: boolean) => Promise<void>}} how
   *   type: what has to be typed before; reason: the label of a text that is asked for; option: the label of what may be chosen besides
   */
  ask(how) {
    this.#how = how;
    this.#problem = undefined;
    this.#typed = '';
    this.#busy = false;
    this.update();
    queueMicrotask(() => queueMicrotask(() => this.querySelector('dialog')?.showModal()));
  }

  #close() {
    this.querySelector('dialog')?.close();
  }

  async #run(event) {
    event.preventDefault();
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
    const allowed = !this.#busy && (!how.type || this.#typed === how.type);
    return html`<dialog aria-labelledby="question-title" @close=${() => this.update()}>
      <form @submit=${(event) => this.#run(event)}>
        <h2 id="question-title">${how.title}</h2>
        <div>${how.text}</div>
        ${this.#field(how)}
        ${how.option ? html`<p><label class="check"><input type="checkbox" name="option"> <span>${how.option}</span></label></p>` : nothing}
        ${problemNote(this.#problem)}
        <div class="buttons">
          <button type="button" @click=${() => this.#close()}>Leave it</button>
          <button class=${how.danger ? 'danger' : 'primary'} ?disabled=${!allowed}>${how.action}</button>
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
