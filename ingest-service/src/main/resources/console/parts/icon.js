// Small pictures beside or in place of words; their meaning stands in the name of what they are in.
import { html, svg } from '../core/part.js';

const ICONS = {
  brand: svg`<path d="M2 4.5h7M2 8h12M2 11.5h9" class="line"/><circle cx="12.5" cy="4.5" r="1.6" class="fill"/>`,
  menu: svg`<path d="M2 4h12M2 8h12M2 12h12" class="line"/>`,
  system: svg`<circle cx="8" cy="8" r="5.5" class="line"/><path d="M8 2.5a5.5 5.5 0 0 1 0 11z" class="fill"/>`,
  light: svg`<circle cx="8" cy="8" r="3" class="line"/><path d="M8 .5v2M8 13.5v2M.5 8h2M13.5 8h2M2.7 2.7l1.4 1.4M11.9 11.9l1.4 1.4M13.3 2.7l-1.4 1.4M4.1 11.9l-1.4 1.4" class="line"/>`,
  dark: svg`<path d="M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z" class="fill"/>`,
  keys: svg`<rect x="1" y="3.5" width="14" height="9" rx="1.5" class="line"/><path d="M4 6.5h1M7.5 6.5h1M11 6.5h1M4.5 9.7h7" class="line"/>`,
};

export const icon = (name) => html`<svg class="shape" viewBox="0 0 16 16" aria-hidden="true">${ICONS[name]}</svg>`;
