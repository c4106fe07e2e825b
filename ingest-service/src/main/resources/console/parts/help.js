// The list of shortcuts, and the switch for them.
import { html, Part } from '../core/part.js';
import { SHORTCUTS, shortcuts } from '../core/keys.js';

class Help extends Part {
  open() {
    this.querySelector('dialog').showModal();
  }

  view() {
    return html`<dialog aria-labelledby="help-title"><h2 id="help-title">Keyboard shortcuts</h2>
      <table><thead class="unseen"><tr><th scope="col">Keys</th><th scope="col">What they do</th></tr></thead>
        <tbody>${SHORTCUTS.map(([keys, what]) => html`<tr><th scope="row">${keys.split(' ').map((key) => html`<kbd>${key}</kbd> `)}</th><td>${what}</td></tr>`)}</tbody></table>
      <label><input type="checkbox" .checked=${shortcuts.on} @change=${(event) => (shortcuts.on = event.target.checked)}> Shortcuts on</label>
      <form method="dialog" class="buttons"><button class="primary">Close</button></form></dialog>`;
  }
}
customElements.define('pl-help', Help);
