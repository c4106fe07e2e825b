// Whether the page is live, and the button that pauses it.
import { html, Part } from '../core/part.js';
import { live } from '../core/live.js';

const WORDS = { live: 'Live', away: 'Connecting again', polling: 'Asking every 5 s', paused: 'Paused', off: 'Connecting' };

class LiveButton extends Part {
  start() {
    live.addEventListener('state', () => this.update(), { signal: this.end });
  }

  view() {
    return html`<span role="status" class="live live-${live.state}">${WORDS[live.state]}</span> <button type="button" data-key="p" aria-pressed=${live.paused} @click=${() => {
      live.toggle();
      this.update();
    }}>${live.paused ? 'Go on live' : 'Pause'}</button>`;
  }
}
customElements.define('pl-live', LiveButton);
