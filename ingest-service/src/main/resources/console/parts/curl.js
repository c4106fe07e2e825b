// The same by curl: whatever the console does, the API does.
import { html, Part } from '../core/part.js';

/** A word for a POSIX shell. */
const quoted = (text) => "'" + text.replaceAll("'", "'\\''") + "'";

export function curl(method, path, body) {
  const words = ['curl'];
  if (method !== 'GET') {
    words.push('-X', method);
  }
  words.push('-H', '"Authorization: Bearer $(cat .patchline/token)"');
  if (body !== undefined) {
    words.push('-H', "'Content-Type: application/json'", '-d', quoted(typeof body === 'string' ? body : JSON.stringify(body)));
  }
  return [...words, quoted(location.origin + path)].join(' ');
}

class CopyButton extends Part {
  text = '';
  label = 'Copy as curl';
  #said = '';

  async #copy() {
    try {
      await navigator.clipboard.writeText(this.text);
      this.#said = 'Copied';
    } catch {
      this.#said = 'The browser does not allow copying here';
    }
    this.update();
    setTimeout(() => {
      this.#said = '';
      this.update();
    }, 3000);
  }

  view() {
    return html`<button type="button" @click=${() => this.#copy()}>${this.label}</button> <span role="status">${this.#said}</span>`;
  }
}
customElements.define('pl-copy', CopyButton);

export const copyCurl = (text) => html`<pl-copy .text=${text}></pl-copy>`;
