// A hundred thousand patches in the list: each page of each list at the API, its search and filters on the page, and a patch's own page. All in one run.
import { require, until } from '../site.mjs';

const MANY = Number(process.env.MANY ?? 100_000);
const AT_ONCE = 64;
const PAGES = 40;

async function fill(site) {
  const kept = async () => (await site.get('/v1/patches?limit=1')).kept;
  let next = await kept();
  const one = async () => {
    while (next < MANY) {
      const i = next++;
      await site.submit({ id: `many-${i}-${Date.now()}`, target_file: `many/${i % 500}.txt`, description: i % 1000 ? 'one of many' : 'a rare one', mutations: [{ path: `many/${i % 500}.txt`, contents: `${i}\n` }] });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return until('all are kept', async () => (await kept()) >= MANY * 0.99 && kept(), 600_000);
}

const figures = (times) => {
  const sorted = [...times].sort((one, other) => one - other);
  return { median: Math.round(sorted[sorted.length >> 1]), most: Math.round(sorted.at(-1)), of: sorted.length };
};

/** Reads a list page by page, and says how long each page took. */
async function lists(site) {
  const seen = {};
  for (const address of ['/v1/patches?limit=50', '/v1/patches?limit=50&text=rare', '/v1/patches?limit=50&state=succeeded&target=many/7.txt', '/v1/patches?limit=50&text=never-there', '/v1/dead-letters?limit=50', '/v1/acts?limit=50', '/v1/counts']) {
    const times = [];
    let cursor = '';
    for (let i = 0; i < PAGES; i++) {
      const began = performance.now();
      const page = await site.get(address + cursor);
      times.push(performance.now() - began);
      cursor = page.next_cursor ? '&cursor=' + encodeURIComponent(page.next_cursor) : '';
    }
    seen[address] = figures(times);
  }
  return seen;
}

async function pages(page) {
  const seen = {};
  const timed = async (name, address, ready) => {
    const times = [];
    for (let i = 0; i < 5; i++) {
      const began = Date.now();
      await page.goto(page.base + address);
      await ready();
      times.push(Date.now() - began);
    }
    seen[name] = figures(times);
  };
  const rows = () => page.locator('[data-row]').first().waitFor();
  await timed('list', '/console/patches', rows);
  await timed('search', '/console/patches?text=rare', rows);
  await timed('filter', '/console/patches?state=succeeded&target=many/7.txt', rows);
  await timed('overview', '/console/', () => page.getByRole('heading', { name: 'Patches' }).waitFor());
  await page.goto(page.base + '/console/patches');
  await rows();
  for (let i = 0; i < 10; i++) {
    const first = await page.locator('[data-row]').first().textContent();
    await page.keyboard.press('n');
    await until('the next page', async () => (await page.locator('[data-row]').first().textContent()) !== first);
  }
  return seen;
}

/** From the click until the patch's state stands there, timed in the page itself. */
async function opening(page) {
  const times = [];
  for (let i = 0; i < 10; i++) {
    await page.goto(page.base + '/console/patches');
    await page.locator('[data-row]').nth(i).waitFor();
    times.push(await page.evaluate((row) => new Promise((done) => {
      const began = performance.now();
      const look = () => (document.querySelector('.headline .state') ? done(performance.now() - began) : requestAnimationFrame(look));
      const at = document.querySelectorAll('[data-row]')[row];
      (at.querySelector('a') ?? at).click();
      look();
    }), i));
  }
  return figures(times);
}

export async function check(site, browser) {
  const kept = await fill(site);
  const api = await lists(site);
  const page = await browser.page();
  const content = await pages(page);
  const patch = await opening(page);
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const seen = JSON.stringify({ api, content, patch });
  require(Object.values(api).every(({ median }) => median < 200), 'a list page takes 200 ms or more: ' + seen);
  require(Object.values(content).every(({ median }) => median < 1000), 'the first content takes a second or more: ' + seen);
  require(patch.median < 200, 'a patch takes 200 ms or more to open: ' + seen);
  return `${kept} patches, ms: ${seen}, ${nodes} elements in the page`;
}
