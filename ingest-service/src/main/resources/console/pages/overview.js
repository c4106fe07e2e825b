// How everything stands, and what needs a person.
import { html, nothing, Part } from '../core/part.js';
import { api } from '../core/api.js';
import { live } from '../core/live.js';
import { count, number, since } from '../core/format.js';
import { patchPage } from '../core/router.js';
import { short, visible } from '../core/text.js';
import { chart } from '../parts/chart.js';
import { head } from '../parts/head.js';
import { mark, shape, STATES } from '../parts/state.js';
import { problemNote, empty } from '../parts/problem.js';
import { firstSteps } from '../parts/first-steps.js';
import '../parts/live-button.js';

const QUESTIONS = {
  status: '/status',
  hour: '/v1/counts?per=minute&last=60',
  day: '/v1/counts?per=hour&last=24',
  lanes: '/v1/lanes',
  executors: '/v1/executors',
  replicas: '/v1/replicas',
  held: '/v1/lanes/held?limit=1',
  dead: '/v1/dead-letters?limit=1',
};

class Overview extends Part {
  #known = {};
  #problem = undefined;
  #period = 'hour';

  start() {
    live.on(() => this.#load(), this.end);
    this.every(30_000, () => this.#load());
  }

  async #load() {
    // Each is shown when it is there: none waits for the slowest. What is wrong is told after all, so that it does not go and come.
    const problems = await Promise.all(Object.keys(QUESTIONS).map((name) => this.#ask(name)));
    this.#problem = problems.find(Boolean);
    this.update();
  }

  /** Answers with what is wrong, if anything is. */
  async #ask(name) {
    try {
      this.#known[name] = await api.get(QUESTIONS[name], this.end);
      this.update();
      return undefined;
    } catch (problem) {
      return problem;
    }
  }

  #needs() {
    const { dead, held, executors, status, lanes } = this.#known;
    const oldest = (lanes?.lanes ?? []).map((lane) => lane.oldest).filter(Boolean).sort((one, other) => one.accepted_at.localeCompare(other.accepted_at))[0];
    const needs = [];
    if (status && status.status !== 'ok') {
      needs.push(html`The service takes no patches now: the broker is ${status.broker}, the log is ${status.log}.`);
    }
    if (executors && !executors.executors.some((executor) => executor.status === 'taking')) {
      needs.push(html`No executor takes patches. Start one: <code>./patchline up --executors 1</code>.`);
    }
    if (dead?.listed) {
      needs.push(html`<a href="/console/dead-letters">${count(dead.listed, 'dead letter')}</a>: look why, then replay, edit or discard.`);
    }
    if (dead?.unrouted) {
      needs.push(html`${count(dead.unrouted, 'message')} in <code>patches.unrouted</code>.`);
    }
    if (held?.total) {
      needs.push(html`<a href="/console/lanes">${count(held.total, 'lane')} held</a> after a failure.`);
    }
    if (status?.patches.awaiting_review) {
      needs.push(html`<a href="/console/review">${count(status.patches.awaiting_review, 'patch', 'patches')}</a> ${status.patches.awaiting_review === 1 ? 'awaits' : 'await'} review.`);
    }
    return { needs, oldest };
  }

  #states(status, oldest) {
    return html`<section class="card" aria-labelledby="states-title"><h2 id="states-title">Patches</h2>
      <ul class="counts">${STATES.filter((state) => status.patches[state]).map((state) => html`<li><a href="/console/patches?state=${state}"><b>${number(status.patches[state])}</b> ${mark(state)}</a></li>`)}</ul>
      <p class="quiet"><a href="/console/patches">${count(status.kept, 'patch', 'patches')}</a> in the list.${oldest ? html` The oldest that is not over: <a href=${patchPage(oldest.id)}><bdi>${short(oldest.id, 50)}</bdi></a>, for ${since(oldest.accepted_at)}.` : nothing}</p></section>`;
  }

  #service() {
    const { status, executors, replicas } = this.#known;
    return html`<section class="card" aria-labelledby="service-title"><h2 id="service-title">Service</h2>
      <dl>
        <dt>Takes patches</dt><dd>${mark(status.status === 'ok' ? 'succeeded' : 'failed', status.status === 'ok' ? 'yes' : 'no')}</dd>
        <dt>Broker</dt><dd>${status.broker}</dd>
        <dt>Log</dt><dd>${status.log}</dd>
        <dt>Ingest replicas</dt><dd>${replicas ? html`<a href="/console/lanes">${number(replicas.replicas.length)}</a>${replicas.replicas.some((replica) => replica.log !== 'read') ? ', not all of which have read the log' : ''}` : 'not known now'}</dd>
        <dt>Executors</dt><dd>${executors ? html`<a href="/console/lanes">${number(executors.executors.length)}</a>` : 'not known now'}</dd>
        ${(executors?.executors ?? []).slice(0, 5).map((executor) => html`<dt class="sub"><bdi>${visible(executor.executor)}</bdi></dt><dd>${executor.status}, ${count(executor.runs, 'run')} of ${count(executor.slots, 'slot')}${executor.sandbox ? html`, ${visible(executor.sandbox)}` : nothing}</dd>`)}
      </dl></section>`;
  }

  view() {
    const { status, dead, held, executors, hour, day } = this.#known;
    const looked = status && dead && held && executors;
    const { needs, oldest } = this.#needs();
    return html`${head('Overview', html`<pl-live></pl-live>`)}
      ${problemNote(this.#problem, () => this.#load())}
      ${status && status.kept === 0 ? empty('No patch was submitted yet.', firstSteps()) : nothing}
      <section class="card ${needs.length ? 'card-needs' : ''}" aria-labelledby="needs-title"><h2 id="needs-title">Needs a person</h2>
        ${needs.length ? html`<ul class="plain">${needs.map((need) => html`<li>${shape('warning')} ${need}</li>`)}</ul>` : html`<p>${looked ? html`${shape('succeeded')} Nothing.` : 'Looking …'}</p>`}
      </section>
      <div class="cards">${status ? html`${this.#states(status, oldest)}${this.#service()}` : nothing}</div>
      ${hour && day ? html`<section class="card" aria-labelledby="chart-title"><div class="head"><h2 id="chart-title">Over time</h2>
        <div class="buttons" role="group" aria-label="Period">
          ${[['hour', 'Last hour'], ['day', 'Last day']].map(([name, label]) => html`<button type="button" aria-pressed=${this.#period === name} @click=${() => {
    this.#period = name;
    this.update();
  }}>${label}</button>`)}</div></div>
        ${this.#period === 'hour' ? chart(hour.counts, 'Last hour, by minute') : chart(day.counts, 'Last day, by hour')}
      </section>` : nothing}`;
  }
}
customElements.define('pl-overview', Overview);
