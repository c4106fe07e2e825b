// The head of the one column that the service can sort by, with the order that it has and a link to the other.
import { html } from '../core/part.js';
import { router } from '../core/router.js';

export function sorted(head) {
  const oldest = router.parameters.get('order') === 'oldest';
  return html`<th scope="col" aria-sort=${oldest ? 'ascending' : 'descending'}><a href=${router.address({ order: oldest ? undefined : 'oldest', cursor: undefined })}>${head} <span aria-hidden="true">${oldest ? '▲' : '▼'}</span><span class="unseen">${oldest ? ', the oldest first; show the newest first' : ', the newest first; show the oldest first'}</span></a></th>`;
}
