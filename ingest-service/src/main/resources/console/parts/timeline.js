// What happened to a patch, in order.
import { html, nothing } from '../core/part.js';
import { time } from '../core/format.js';
import { visible } from '../core/text.js';
import { shape, word, STATES } from './state.js';

const LIKE = { started: 'running', dead_lettered: 'warning', replayed: 'queued', cancel_requested: 'cancelled', discarded: 'cancelled', approved: 'succeeded', callback_failed: 'warning', callback_given_up: 'failed' };

const like = (what) => (STATES.includes(what) ? what : LIKE[what] ?? 'queued');

/** Which run and attempt, where the patch has had more than one. */
const place = (entry) => (entry.attempt ? `run ${entry.run}, attempt ${entry.attempt}` : `run ${entry.run}`);

const moment = (entry, several) => html`<li class="moment state-${like(entry.what)}">
  ${shape(like(entry.what))}
  <div><strong>${word(visible(entry.what))}</strong>
    <time datetime=${entry.time}>${time(entry.time)}</time>
    <span class="quiet">${several ? place(entry) : nothing}${entry.executor ? html` on <bdi>${visible(entry.executor)}</bdi>` : nothing}${entry.by ? html` by <bdi>${visible(entry.by)}</bdi>` : nothing}</span>
    ${entry.detail ? html`<div class="quiet">${visible(entry.detail)}</div>` : nothing}
  </div></li>`;

export const timeline = (entries) => {
  // A later run is queued by a replay, which says when; its own message says when the patch was accepted.
  const shown = entries.filter((entry) => entry.what !== 'queued' || entry.run === 1);
  const several = entries.some((entry) => entry.run > 1 || entry.attempt > 1);
  return html`<ol class="timeline">${shown.map((entry) => moment(entry, several))}</ol>`;
};
