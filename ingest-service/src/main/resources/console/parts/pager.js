// Pages of a list that the service cuts: the next by its cursor, the one before by the browser's own way back.
import { html, nothing } from '../core/part.js';
import { count } from '../core/format.js';
import { router } from '../core/router.js';

export const pager = (next, total, one, many = one + 's') => html`<nav class="pager" aria-label="Pages of the list">
  <span>${count(total, one, many)}</span>
  ${router.parameters.get('cursor') ? html`<a class="button" href=${router.address({ cursor: undefined })}>First page</a>` : nothing}
  ${next ? html`<a class="button" data-key="n" href=${router.address({ cursor: next })}>Next page</a>` : nothing}
</nav>`;
