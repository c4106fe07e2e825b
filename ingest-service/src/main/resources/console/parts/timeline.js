// What happened to a patch, in order.
import { html, nothing } from '../core/part.js';
import { time } from '../core/format.js';
import { visible } from '../core/text.js';
import { shape, word, STATES } from './state.js';

const LIKE = { started: 'running', dead_lettered: 'warning', replayed: 'queued', cancel_requested: 'cancelled', discarded: 'cancelled', approved: 'succeeded', callback_failed: 'warning', callback_given_up: 'failed' };

const like = (what) => (STATES.includes(what) ? what : LIKE[what] ?? 'queued');

const moment = (entry) => html`<li class="moment state-${like(entry.what)}">
  ${shape(like(entry.what))}
  <div><strong>${word(visible(entry.what))}</strong>
    <time datetime=${entry.time}>${time(entry.time)}</time>
    <span class="quiet">${entry.attempt ? `run ${entry.run}, attempt ${entry.attempt}` : `run ${entry.run}`}${entry.executor ? html` on <bdi>${visible(entry.executor)}</bdi>` : nothing}${entry.by ? html` by <bdi>${visible(entry.by)}</bdi>` : nothing}</span>
    ${entry.detail ? html`<div class="quiet">${visible(entry.detail)}</div>` : nothing}
  </div></li>`;

export const timeline = (entries) => html`<ol class="timeline">${entries.map(moment)}</ol>`;
