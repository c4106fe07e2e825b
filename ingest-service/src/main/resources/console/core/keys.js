// Keyboard shortcuts: single keys, never while somebody types, and all of them can be switched off (WCAG 2.1.4).
const STORED = 'patchline-shortcuts';

export const SHORTCUTS = [
  ['g o', 'Overview'],
  ['g p', 'Patches'],
  ['g s', 'Submit'],
  ['g d', 'Dead letters'],
  ['g l', 'Lanes and executors'],
  ['g r', 'Review'],
  ['g a', 'Acts'],
  ['g t', 'Tokens and clients'],
  ['/', 'Search in the list'],
  ['j', 'Next row'],
  ['k', 'Row before'],
  ['n', 'Next page of the list'],
  ['p', 'Pause or go on live'],
  ['?', 'This list'],
];

export const PAGES = { o: 'overview', p: 'patches', s: 'submit', d: 'dead-letters', l: 'lanes', r: 'review', a: 'acts', t: 'tokens' };

export const shortcuts = {
  get on() {
    return localStorage.getItem(STORED) !== 'off';
  },
  set on(value) {
    localStorage.setItem(STORED, value ? 'on' : 'off');
  },
};

/** Calls the handler with each shortcut as it stands in the list. */
export function listen(handler) {
  let before = '';
  document.addEventListener('keydown', (event) => {
    // In a checkbox nobody types: its only key is the space.
    const typing = event.target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable], dialog');
    if (!shortcuts.on || typing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    const keys = before ? before + ' ' + event.key : event.key;
    before = event.key === 'g' && !before ? 'g' : '';
    if (handler(keys)) {
      event.preventDefault();
    }
  });
}
