// The head of a page: its title, and beside it what is for the whole page.
import { html } from '../core/part.js';

export const head = (title, ...beside) => html`<div class="head"><h1 tabindex="-1">${title}</h1><div class="beside">${beside}</div></div>`;
