// Who runs what since when, what waits, and which lanes are held.
import { html, nothing, Part, rows } from '../core/part.js';
import { api, query } from '../core/api.js';
import { live } from '../core/live.js';
import { patchPage, router } from '../core/router.js';
import { session } from '../core/session.js';
import { count, number, since, time } from '../core/format.js';
import { short, visible } from '../core/text.js';
import { ask } from '../parts/dialog.js';
import { done, empty, problemNote } from '../parts/problem.js';
import { head } from '../parts/head.js';
import { mark } from '../parts/state.js';
import '../parts/live-button.js';

const LOG = { read: 'succeeded', reading: 'running', unheard: 'warning' };
const DRAIN = { taking: 'running', draining: 'retrying', drained: 'cancelled' };

class Lanes extends Part {
  #lanes = undefined;
  #executors = undefined;
  #replicas = undefined;
  #held = undefined;
  #problem = undefined;
  #done = '';

  start() {
    live.on(() => this.#load(), this.end);
    router.addEventListener('change', () => {
      this.update(); // the fields first: what is typed while the list is asked for stays
      this.#load();
    }, { signal: this.end });
    this.every(5_000, () => this.#load());
  }

  async #load() {
    try {
      const held = '/v1/lanes/held' + query({ cursor: router.parameters.get('cursor') });
      const asked = ['/v1/lanes', '/v1/executors', held].map((path) => api.get(path, this.end));
      // A replica of an earlier version, met during an upgrade, does not know of replicas.
      const replicas = api.get('/v1/replicas', this.end).catch(() => undefined);
      [this.#lanes, this.#executors, this.#held, this.#replicas] = await Promise.all([...asked, replicas]);
      this.#problem = undefined;
    } catch (problem) {
      this.#problem = problem;
    }
    this.update();
  }

  #release(lane) {
    ask({
      title: 'Release this lane?',
      text: html`<p>Later patches of <bdi>${visible(lane)}</bdi> are carried out again, without the one that holds it. What was set aside stays among the dead letters.</p>`,
      action: 'Release the lane',
      run: async () => {
        await api.post('/v1/lanes/release', { lane });
        this.#done = 'The release is requested: it takes its turn in the lane.';
        this.#load();
      },
    });
  }

  #runs(runs) {
    return runs.map((run) => html`<div><a href=${patchPage(run.id)}><bdi>${short(run.id, 50)}</bdi></a> <span class="quiet">for ${since(run.since)}</span></div>`);
  }

  #heldTable() {
    const { held, total, next } = this.#held;
    if (held.length === 0) {
      return html`<p>No lane is held.</p>`;
    }
    return html`<table class="list"><thead><tr>${['Lane', 'Held by', 'Since', 'Set aside', 'Actions'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows(held, (lane) => lane.lane, (lane) => html`<tr><th scope="row" class="any"><bdi>${short(lane.lane, 60)}</bdi></th>
        <td data-label="Held by" class="any"><a href=${patchPage(lane.held_by)}><bdi>${short(lane.held_by, 50)}</bdi></a></td><td data-label="Since">${time(lane.since)}</td>
        <td data-label="Set aside">${number(lane.held)}${lane.clearing ? ', following now' : ''}</td>
        <td>${session.may('operate') ? html`<button type="button" aria-label="Release ${visible(lane.lane)}" @click=${() => this.#release(lane.lane)}>Release</button>` : nothing}</td></tr>`)}</tbody></table>
      ${next ? html`<p>${count(total, 'held lane')} <a class="button" data-key="n" href=${router.address({ cursor: next })}>Next page</a></p>` : nothing}`;
  }

  #executorTable() {
    const { executors } = this.#executors;
    if (executors.length === 0) {
      return empty('No executor is there.', html`<p>Patches wait until one is: <code>./patchline up --executors 1</code>.</p>`);
    }
    return html`<table class="list"><thead><tr>${['Executor', 'State', 'Runs', 'Lane queues', 'Running', 'Up since'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${rows(executors, (executor) => executor.executor, (executor) => html`<tr><th scope="row"><bdi>${visible(executor.executor)}</bdi><div class="quiet">${visible(executor.version ?? '')}</div></th>
        <td data-label="State">${mark(DRAIN[executor.status] ?? 'queued', executor.status)}${executor.sandbox ? html`<div class="quiet">${visible(executor.sandbox)}</div>` : nothing}</td>
        <td data-label="Runs">${number(executor.runs)} of ${count(executor.slots, 'slot')}</td><td data-label="Lane queues">${executor.lanes.join(', ') || 'none'}</td>
        <td data-label="Running" class="any">${executor.running.length ? this.#runs(executor.running) : 'nothing'}</td><td data-label="Up since">${time(executor.started_at)}</td></tr>`)}</tbody></table>`;
  }

  #replicaTable() {
    return html`<table class="list"><thead><tr>${['Replica', 'Log', 'Up since'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${this.#replicas.replicas.map((replica) => html`<tr><th scope="row"><bdi>${visible(replica.replica)}</bdi>${replica.answers ? ' (answers this page)' : nothing}<div class="quiet">${visible(replica.version)}</div></th>
        <td data-label="Log">${mark(LOG[replica.log] ?? 'warning', visible(replica.log))}</td><td data-label="Up since">${time(replica.started_at)}</td></tr>`)}</tbody></table>`;
  }

  #laneTable() {
    return html`<table class="list"><thead><tr>${['Lane queue', 'Taken by', 'Ready', 'Unfinished', 'Oldest that is not over', 'Held lanes'].map((head) => html`<th scope="col">${head}</th>`)}</tr></thead>
      <tbody>${this.#lanes.lanes.map((lane) => html`<tr><th scope="row">${lane.queue}</th><td data-label="Taken by"><bdi>${lane.executors.map(visible).join(', ') || 'nobody'}</bdi></td>
        <td data-label="Ready">${number(lane.ready)}</td><td data-label="Unfinished">${number(lane.unfinished)}</td>
        <td data-label="Oldest that is not over" class="any">${lane.oldest ? html`<a href=${patchPage(lane.oldest.id)}><bdi>${short(lane.oldest.id, 50)}</bdi></a> <span class="quiet">for ${since(lane.oldest.accepted_at)}</span>` : 'nothing'}</td>
        <td data-label="Held lanes">${number(lane.held_total)}</td></tr>`)}</tbody></table>`;
  }

  view() {
    return html`${head('Lanes and executors', html`<pl-live></pl-live>`)}
      ${done(this.#done)}${problemNote(this.#problem, () => this.#load())}
      ${this.#held ? html`<section aria-labelledby="held-title"><h2 id="held-title">Held lanes</h2>${this.#heldTable()}</section>` : nothing}
      ${this.#executors ? html`<section aria-labelledby="executors-title"><h2 id="executors-title">Executors</h2>${this.#executorTable()}</section>` : nothing}
      ${this.#replicas ? html`<section aria-labelledby="replicas-title"><h2 id="replicas-title">Ingest replicas</h2>${this.#replicaTable()}</section>` : nothing}
      ${this.#lanes ? html`<section aria-labelledby="lanes-title"><h2 id="lanes-title">Lane queues</h2>${this.#laneTable()}</section>` : nothing}`;
  }
}
customElements.define('pl-lanes', Lanes);
