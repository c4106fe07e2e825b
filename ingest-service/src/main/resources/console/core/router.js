// Addresses: /console/<page>?<what it shows>. All of a page's state that is worth a link is in its address.
class Router extends EventTarget {
  constructor() {
    super();
    addEventListener('popstate', () => this.#changed());
    document.addEventListener('click', (event) => this.#click(event));
  }

  get page() {
    return location.pathname.replace(/^\/console\/?/, '') || 'overview';
  }

  get parameters() {
    return new URLSearchParams(location.search);
  }

  go(address) {
    history.pushState(null, '', address);
    this.#changed();
  }

  /** The same page with other parameters; those without a value are left out. */
  address(values) {
    const all = this.parameters;
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined || value === '') {
        all.delete(name);
      } else {
        all.set(name, value);
      }
    }
    return location.pathname + (all.size ? '?' + all : '');
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }

  #click(event) {
    const link = event.target.closest?.('a[href]');
    const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (link && plain && !link.target && !link.hasAttribute('download') && link.origin === location.origin && link.pathname.startsWith('/console/')) {
      event.preventDefault();
      this.go(link.href);
    }
  }
}

export const router = new Router();

/** The address of a patch's page. In the query, where an id may have any characters. */
export const patchPage = (id) => '/console/patch?' + new URLSearchParams({ id });
