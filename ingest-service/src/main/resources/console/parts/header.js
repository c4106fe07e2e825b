// The bar above every page: the ways between the pages, and who is logged in. Where it is narrow the ways come by a button.
import { html, nothing, Part } from '../core/part.js';
import { router } from '../core/router.js';
import { session } from '../core/session.js';
import { theme } from '../core/theme.js';
import { visible } from '../core/text.js';
import { icon } from './icon.js';

const THEMES = { system: 'Theme: as the system', light: 'Theme: light', dark: 'Theme: dark' };

class Header extends Part {
  /** Each with its name, its label and the scope that it needs. */
  ways = [];
  #open = false;

  start() {
    router.addEventListener('change', () => {
      this.#open = false;
      this.update();
    }, { signal: this.end });
    session.addEventListener('change', () => this.update(), { signal: this.end });
    this.addEventListener('keydown', (event) => this.#key(event), { signal: this.end });
  }

  #key(event) {
    if (event.key === 'Escape' && this.#open) {
      this.#open = false;
      this.update();
      this.querySelector('.menu').focus();
    }
  }

  #way([name, label]) {
    return html`<li><a href="/console/${name === 'overview' ? '' : name}" aria-current=${router.page === name ? 'page' : nothing}>${label}</a></li>`;
  }

  #button(name, shape, act) {
    return html`<button type="button" class="icon" aria-label=${name} title=${name} @click=${act}>${icon(shape)}</button>`;
  }

  #tell(what) {
    this.dispatchEvent(new Event(what, { bubbles: true }));
  }

  view() {
    return html`<header class="top ${this.#open ? 'top-open' : ''}"><a class="skip" href="#main" @click=${(event) => {
      event.preventDefault();
      document.querySelector('main').focus();
    }}>To the content</a>
      <a class="brand" href="/console/">${icon('brand')} Patchline</a>
      <button type="button" class="menu" aria-expanded=${this.#open} aria-controls="ways" @click=${() => {
    this.#open = !this.#open;
    this.update();
  }}>${icon('menu')} Menu</button>
      <nav id="ways" aria-label="Console"><ul>${this.ways.filter(([, , scope]) => session.may(scope)).map((way) => this.#way(way))}</ul></nav>
      <div class="who"><span class="quiet name" title=${visible(session.name)}><bdi>${visible(session.name)}</bdi></span>
        ${this.#button(THEMES[theme.now], theme.now, () => {
    theme.next();
    this.update();
  })}
        ${this.#button('Keyboard shortcuts', 'keys', () => this.#tell('shortcuts'))}
        ${session.csrf ? html`<button type="button" @click=${() => this.#tell('log-out')}>Log out</button>` : nothing}</div></header>`;
  }
}
customElements.define('pl-header', Header);
