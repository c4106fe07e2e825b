// A hundred thousand patches in the list: each page of each list at the API, its search and filters on the page, and a patch's own page. All in one run.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import { require, until } from '../site.mjs';

const MANY = Number(process.env.MANY ?? 100_000);
const AT_ONCE = 16;
const PAGES = 40;
const OPENED = 20;
// So many of them are submitted and carried out; the others are written into the broker's log with the messages that services write.
const SUBMITTED = 200;

const kept = async (site) => (await site.get('/v1/patches?limit=1')).kept;

function fillLog(site, patches, deadLetters) {
  const url = /^AMQP_URL=(.*)$/m.exec(fs.readFileSync(site.state + '/broker/broker.env', 'utf8'))[1];
  const program = '. "$0/bench/system-tests.sh" && run_system_test io.patchline.system.ConsoleFill "$@"';
  execFileSync('bash', ['-c', program, site.root, url, String(patches), String(deadLetters), String(Date.now())], { stdio: 'inherit' });
}

async function fill(site) {
  const missing = MANY - SUBMITTED - (await kept(site));
  if (missing > 0) {
    fillLog(site, missing, Math.ceil(MANY / 20));
  }
  let next = 0;
  const one = async () => {
    while (next < SUBMITTED) {
      const i = next++;
      await site.submit({ id: `many-${i}-${Date.now()}`, target_file: `many/${i}.txt`, description: i % 10 ? 'one of many' : 'a rare one', mutations: [{ path: `many/${i}.txt`, contents: `${i}\n` }] }, 60);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, one));
  return until('all are kept', async () => (await kept(site)) >= MANY * 0.99 && kept(site), 600_000);
}

const figures = (times) => {
  const sorted = [...times].sort((one, other) => one - other);
  return { median: Math.round(sorted[sorted.length >> 1]), most: Math.round(sorted.at(-1)), of: sorted.length };
};

const LISTS = ['/v1/patches?limit=50', '/v1/patches?limit=50&order=oldest', '/v1/patches?limit=50&text=rare', '/v1/patches?limit=50&state=failed', '/v1/patches?limit=50&target=src/module-7/file-7.py', '/v1/patches?limit=50&text=never-there', '/v1/dead-letters?limit=50', '/v1/acts?limit=50', '/v1/counts', '/v1/lanes', '/status'];

/** The time that the service has had on processors, in ms. */
function processorTime(site) {
  const pid = parseInt(fs.readFileSync(site.state + '/run/ingest.pid', 'utf8'), 10);
  const [user, system] = fs.readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ').slice(11, 13).map(Number);
  return (user + system) * 10;
}

/** Reads a list page by page, and says how long each page took, by the clock and of a processor. */
async function lists(site) {
  const seen = {};
  for (const address of LISTS) {
    const times = [];
    const before = processorTime(site);
    let cursor = '';
    for (let i = 0; i < PAGES; i++) {
      const began = performance.now();
      const page = await site.get(address + cursor);
      times.push(performance.now() - began);
      cursor = page.next_cursor ? '&cursor=' + encodeURIComponent(page.next_cursor) : '';
    }
    seen[address] = { ...figures(times), processor: Math.round((processorTime(site) - before) / PAGES) };
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
  await timed('filter', '/console/patches?state=failed&target=src/module-10/file-10.py', rows);
  await timed('dead letters', '/console/dead-letters', rows);
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

/** From the click in this list until the patch's state stands there, and until its outcome does, which is read from the broker; timed in the page itself. */
async function opening(page, list) {
  const times = [];
  const outcomes = [];
  for (let i = 0; i < OPENED; i++) {
    await page.goto(page.base + list);
    await page.locator('[data-row]').nth(i).waitFor();
    await page.waitForTimeout(500); // a person looks at the list before the click
    const [state, outcome] = await page.evaluate((row) => new Promise((done) => {
      const began = performance.now();
      let state;
      const look = () => {
        state ??= document.querySelector('.headline .state') ? performance.now() - began : undefined;
        if (state !== undefined && document.querySelector('#diff-title, #commands-title, .note-problem')) {
          done([state, performance.now() - began]);
        } else {
          requestAnimationFrame(look);
        }
      };
      const at = document.querySelectorAll('[data-row]')[row];
      (at.querySelector('a') ?? at).click();
      look();
    }), i);
    times.push(state);
    outcomes.push(outcome);
  }
  return { ...figures(times), outcome: figures(outcomes) };
}

export async function check(site, browser) {
  const kept = await fill(site);
  const api = await lists(site);
  const page = await browser.page();
  const content = await pages(page);
  const patch = await opening(page, '/console/patches');
  const old = await opening(page, '/console/patches?order=oldest');
  const nodes = await page.evaluate(() => document.querySelectorAll('*').length);
  const load = fs.readFileSync('/proc/loadavg', 'utf8').split(' ').slice(0, 2).join(' and ');
  const seen = JSON.stringify({ api, content, patch, old });
  require(Object.values(api).every(({ median }) => median < 200), `a list page takes 200 ms or more (load averages ${load}; of a processor it is told beside): ${seen}`);
  require(Object.values(content).every(({ median }) => median < 1000), `the first content takes a second or more (load averages ${load}): ${seen}`);
  require(patch.median < 200 && old.median < 200, `a patch takes 200 ms or more to open (load averages ${load}): ${seen}`);
  return `${kept} patches, load averages ${load}, ms: ${seen}, ${nodes} elements in the page`;
}
