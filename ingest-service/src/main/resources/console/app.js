// The console's frame: the ways between its pages, who is logged in, and the page that the address names.
import { html, nothing, Part } from './core/part.js';
import { session } from './core/session.js';
import { router } from './core/router.js';
import { theme } from './core/theme.js';
import { listen, PAGES } from './core/keys.js';
import './pages/login.js';
import './parts/header.js';
import './parts/help.js';

const WAYS = [
  ['overview', 'Overview', 'read'],
  ['patches', 'Patches', 'read'],
  ['submit', 'Submit', 'submit'],
  ['dead-letters', 'Dead letters', 'read'],
  ['lanes', 'Lanes', 'read'],
  ['review', 'Review', 'read'],
  ['acts', 'Acts', 'read'],
  ['tokens', 'Tokens', 'operate'],
];
const OTHERS = { patch: ['Patch', 'read'], mend: ['Edit and replay', 'operate'], 'dead-letter': ['Dead letter', 'read'] };
const SOON = 300;

class App extends Part {
  #problem = undefined;
  #known = false;
  #address = '';
  #element = undefined;
  #turn = 0;
  #notEnded = undefined;

  start() {
    this.#preload();
    session.addEventListener('change', () => this.#changed(false), { signal: this.end });
    router.addEventListener('change', () => this.#changed(true), { signal: this.end });
    listen((keys) => this.#key(keys));
    this.#find();
  }

  /** The page's module comes while it is asked who is logged in; what is wrong with it is told when it is shown. */
  #preload() {
    if (router.page in OTHERS || WAYS.some(([name]) => name === router.page)) {
      import(`./pages/${router.page}.js`).catch(() => {});
    }
  }

  async #find() {
    try {
      await session.find();
      this.#known = true;
      this.#problem = undefined;
    } catch {
      this.#problem = 'The service does not answer. It is asked again.';
      setTimeout(() => this.#find(), 2000);
    }
    this.#show();
  }

  #changed(moved) {
    this.#notEnded = undefined;
    this.#show(moved);
  }

  /** Shows the page of the address; the same page with other parameters stays as it is and hears of them itself. */
  async #show(moved = false) {
    if (!this.#known) {
      this.update();
      return;
    }
    const page = session.isIn ? router.page : 'login';
    const of = page === 'patch' || page === 'mend' || page === 'dead-letter' ? page + location.search : page;
    if (of !== this.#address) {
      this.#address = of;
      const way = WAYS.find(([name]) => name === page) ?? (OTHERS[page] ? [page, ...OTHERS[page]] : undefined);
      const turn = ++this.#turn;
      const element = await this.#make(page, way);
      if (turn !== this.#turn) {
        // A later page was asked for while this one was loaded.
        return;
      }
      this.#element = element ?? this.#failed(way[1]);
      if (!element) {
        this.#address = '';
      }
      document.title = (way?.[1] ?? 'Log in') + ' · Patchline';
      this.update();
      this.#comeNext();
      if (moved) {
        queueMicrotask(() => requestAnimationFrame(() => this.querySelector('h1')?.focus()));
      }
    } else {
      this.update();
    }
  }

  /** Lists lead to patches: their page is loaded as soon as nothing else is to be done. */
  #comeNext() {
    setTimeout(() => import('./pages/patch.js').catch(() => {}), SOON);
  }

  /** The page's element; undefined where the page cannot be loaded. */
  async #make(page, way) {
    if (page === 'login') {
      return document.createElement('pl-login');
    }
    if (!way) {
      return this.#note('There is no page here.', 'Choose one of those above.');
    }
    if (!session.may(way[2])) {
      return this.#note(way[1], `${session.name} does not have the scope ${way[2]}, which this page needs.`);
    }
    try {
      await import(`./pages/${page}.js`);
    } catch {
      return undefined;
    }
    return document.createElement('pl-' + page);
  }

  /** Browsers may remember a module that failed, so trying again is to load everything anew. */
  #failed(title) {
    const note = this.#note(title, 'This page could not be loaded. The service may be away.');
    note.setAttribute('role', 'alert');
    const again = document.createElement('button');
    again.type = 'button';
    again.textContent = 'Try again';
    again.addEventListener('click', () => location.reload());
    note.append(again);
    return note;
  }

  async #logOut() {
    this.#notEnded = await session.end();
    this.update();
  }

  #note(title, text) {
    const note = document.createElement('div');
    const heading = document.createElement('h1');
    heading.tabIndex = -1;
    heading.textContent = title;
    const words = document.createElement('p');
    words.textContent = text;
    note.append(heading, words);
    return note;
  }

  #key(keys) {
    if (!session.isIn) {
      return false;
    }
    if (keys === '?') {
      this.querySelector('pl-help').open();
      return true;
    }
    if (keys.startsWith('g ') && PAGES[keys.slice(2)]) {
      router.go('/console/' + PAGES[keys.slice(2)]);
      return true;
    }
    if (keys === 'j' || keys === 'k') {
      return this.#row(keys === 'j' ? 1 : -1);
    }
    const target = this.querySelector(`main [data-key="${CSS.escape(keys)}"]`);
    if (target?.matches('input, select')) {
      target.focus();
    } else {
      target?.click();
    }
    return Boolean(target);
  }

  #row(step) {
    const rows = [...this.querySelectorAll('main [data-row]')];
    const next = rows[Math.max(0, rows.indexOf(document.activeElement) + step)];
    next?.focus();
    return Boolean(next);
  }

  view() {
    if (!this.#known) {
      return this.#problem ? html`<main><p class="note note-problem" role="alert">${this.#problem}</p></main>` : nothing;
    }
    return session.isIn
      ? html`<pl-header .ways=${WAYS} @shortcuts=${() => this.querySelector('pl-help').open()} @log-out=${() => this.#logOut()}></pl-header><main id="main" tabindex="-1">${this.#notEnded ? html`<p class="note note-problem" role="alert">${this.#notEnded}</p>` : nothing}${this.#element}</main><pl-help></pl-help>`
      : html`${this.#element}`;
  }
}

theme.apply();
customElements.define('pl-app', App);
document.body.append(document.createElement('pl-app'));
