// An error in the service's own words, with what to do next.
import { html, nothing } from '../core/part.js';
import { visible } from '../core/text.js';
import { shape } from './state.js';

/** @param {Error|undefined} problem @param {(() => void)|undefined} retry */
export const problemNote = (problem, retry) => (problem
  ? html`<div class="note note-problem" role="alert">
      ${shape('warning')}
      <div>
        <p><strong>${problem.code ? visible(problem.code.replaceAll('_', ' ')) : 'That did not work'}</strong></p>
        <p>${visible(problem.message)}</p>
        ${problem.errors?.length
    ? html`<ul>${problem.errors.map((error) => html`<li><code>${visible(error.pointer || '/')}</code> ${visible(error.detail)}</li>`)}</ul>`
    : nothing}
        ${retry ? html`<button type="button" @click=${retry}>Try again</button>` : nothing}
      </div>
    </div>`
  : nothing);

export const done = (text) => (text ? html`<p class="note note-done" role="status">${shape('succeeded')}<span>${text}</span></p>` : nothing);

export const empty = (title, more) => html`<div class="empty"><p><strong>${title}</strong></p>${more}</div>`;
