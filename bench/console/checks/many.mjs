// A hundred thousand patches in the list: its pages, its search and its filters, and a patch's own page.
import { require, until } from '../site.mjs';

const MANY = Number(process.env.MANY ?? 100_000);
const AT_ONCE = 64;

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

export async function check(site, browser) {
  const kept = await fill(site);
  const page = await browser.page();
  const times = {};
  const timed = async (name, address, ready) => {
    const all = [];
    for (let i = 0; i < 5; i++) {
      const began = Date.now();
      await page.goto(page.base + address);
      await ready();
      all.push(Date.now() - began);
    }
    times[name] = all.sort((one, other) => one - other)[2];
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
  const began = Date.now();
  await page.locator('[data-row]').first().click();
  await page.locator('.headline .state').waitFor();
  times.patch = Date.now() - began;
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  require(times.list < 2000 && times.search < 2000 && times.patch < 1000, JSON.stringify(times));
  return `${kept} patches: ${JSON.stringify(times)} ms (median of 5; patch: one click), ${nodes} elements in the page`;
}
