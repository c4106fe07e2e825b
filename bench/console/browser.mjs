// A real Chromium, and pages in it that are logged in.
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const { chromium } = (await import(pathToFileURL(process.env.NODE_MODULES + '/playwright-core/index.js'))).default;
const axe = createRequire(process.env.NODE_MODULES + '/x.js').resolve('axe-core/axe.min.js');

export class Browser {
  static async start(site) {
    const browser = new Browser();
    browser.site = site;
    browser.chromium = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--enable-precise-memory-info', '--js-flags=--expose-gc'] });
    return browser;
  }

  /** A page that is logged in by a one-time link; its complaints are kept in page.complaints. */
  async page({ scheme = 'light', width = 1280, height = 900, zoom = 1, base = this.site.base, address = '/console/', login = true } = {}) {
    // Zoom of 400 % is a viewport a quarter as wide, of which each pixel is four.
    const context = await this.chromium.newContext({ colorScheme: scheme, viewport: { width: Math.round(width / zoom), height: Math.round(height / zoom) }, deviceScaleFactor: zoom, bypassCSP: false, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
    const page = await context.newPage();
    page.complaints = [];
    page.on('pageerror', (error) => page.complaints.push('error: ' + error.message));
    page.on('console', (message) => (message.type() === 'error' && !/status of (4|503)/.test(message.text()) && !/net::ERR/.test(message.text())) && page.complaints.push('console: ' + message.text()));
    page.on('request', (request) => !request.url().startsWith(base) && !/^(data|blob):/.test(request.url()) && page.complaints.push('asked another host: ' + request.url()));
    page.base = base;
    if (login) {
      await page.goto(base + (await this.site.link(base)));
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
    }
    if (address !== '/console/' || !login) {
      await page.goto(base + address);
    }
    return page;
  }

  /** What axe finds by the rules of WCAG 2.2 A and AA, and by its best practices. */
  async violations(page) {
    // The page's policy lets no script of ours in: it comes by the debugger, as a person's own tools do.
    const client = await page.context().newCDPSession(page);
    const { readFile } = await import('node:fs/promises');
    await client.send('Runtime.evaluate', { expression: await readFile(axe, 'utf8') });
    const { result } = await client.send('Runtime.evaluate', {
      expression: "axe.run(document, { runOnly: ['wcag2a','wcag2aa','wcag21a','wcag21aa','wcag22aa','best-practice'] }).then((found) => JSON.stringify(found.violations.map((v) => v.id + ': ' + v.nodes.map((n) => n.target.join(' ') + ' ' + (n.any[0]?.message ?? n.all[0]?.message ?? '')).slice(0, 4).join(' | '))))",
      awaitPromise: true,
      returnByValue: true,
    });
    await client.detach();
    return JSON.parse(result.value);
  }

  close() {
    return this.chromium.close();
  }
}
