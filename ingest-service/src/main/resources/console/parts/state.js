// Where a patch is: by a word, a shape and a colour, any of which is enough.
import { html, svg } from '../core/part.js';

const SHAPES = {
  queued: svg`<circle cx="8" cy="8" r="5.5" class="line"/>`,
  running: svg`<circle cx="8" cy="8" r="5.5" class="line"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" class="fill"/>`,
  retrying: svg`<path d="M13 8a5 5 0 1 1-1.6-3.7M13 2v3.5H9.5" class="line"/>`,
  succeeded: svg`<path d="M2.5 8.5l3.5 4 7.5-9" class="line"/>`,
  failed: svg`<path d="M3 3l10 10M13 3L3 13" class="line"/>`,
  timed_out: svg`<circle cx="8" cy="8" r="6" class="line"/><path d="M8 4v4l3 2" class="line"/>`,
  refused: svg`<circle cx="8" cy="8" r="6" class="line"/><path d="M4 12l8-8" class="line"/>`,
  cancelled: svg`<rect x="3" y="3" width="10" height="10" class="fill"/>`,
  interrupted: svg`<path d="M9 1L3 9h4l-1 6 6-8H8z" class="fill"/>`,
  declined: svg`<path d="M13 8H4M8 3.5L3.5 8 8 12.5" class="line"/>`,
  awaiting_review: svg`<path d="M8 1.5L14.5 8 8 14.5 1.5 8z" class="line"/>`,
  rejected: svg`<path d="M8 1.5L14.5 8 8 14.5 1.5 8z" class="line"/><path d="M5.5 8h5" class="line"/>`,
  warning: svg`<path d="M8 2l6.5 12h-13z" class="line"/><path d="M8 6.5v3.5M8 12v.5" class="line"/>`,
};

export const STATES = ['queued', 'running', 'retrying', 'awaiting_review', 'succeeded', 'failed', 'timed_out', 'refused', 'cancelled', 'interrupted', 'rejected', 'declined'];

const GOING_ON = new Set(['queued', 'running', 'retrying', 'awaiting_review']);

export const isOver = (state) => !GOING_ON.has(state);

/** What waits for a review has run, as has what was approved or rejected: it can no longer be cancelled. */
export const isCancellable = ({ status, decision }) => !isOver(status) && status !== 'awaiting_review' && !decision;

export const word = (state) => String(state).replaceAll('_', ' ');

export const shape = (state) => html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${SHAPES[state] ?? SHAPES.queued}</svg>`;

export const mark = (state, words = word(state)) => html`<span class="state state-${SHAPES[state] ? state : 'queued'}">${shape(state)}<span>${words}</span></span>`;
