// An order for many dead letters: how far it is, and the button that ends it.
import { html, nothing, Part } from '../core/part.js';
import { api, path } from '../core/api.js';
import { count, number } from '../core/format.js';
import { problemNote } from './problem.js';

const STATES = { going_on: 'going on', done: 'done', cancelled: 'stopped' };

class Job extends Part {
  job = undefined;
  #problem = undefined;

  start() {
    this.every(1000, () => this.#load());
  }

  async #load() {
    if (!this.job || this.job.state !== 'going_on') {
      return;
    }
    try {
      this.job = await api.get(path`/v1/dead-letter-jobs/${this.job.id}`, this.end);
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
    if (this.job.state !== 'going_on') {
      this.dispatchEvent(new Event('over', { bubbles: true }));
    }
  }

  async #stop() {
    try {
      this.job = await api.delete(path`/v1/dead-letter-jobs/${this.job.id}`);
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
    this.dispatchEvent(new Event('over', { bubbles: true }));
  }

  view() {
    const { job } = this;
    if (!job) {
      return nothing;
    }
    const did = job.count - job.remaining;
    return html`<section class="card" aria-label="Order"><p role="status">${job.act === 'replay' ? 'Replay' : 'Discard'} of ${count(job.count, 'dead letter')}: ${STATES[job.state] ?? job.state}, ${number(did)} done, ${number(job.remaining)} left.</p>
      <p class="bar"><progress aria-label="Done" max=${job.count} value=${did}></progress>
      ${job.state === 'going_on' ? html`<button type="button" class="danger" @click=${() => this.#stop()}>Stop</button>` : nothing}</p>${problemNote(this.#problem)}</section>`;
  }
}
customElements.define('pl-job', Job);
