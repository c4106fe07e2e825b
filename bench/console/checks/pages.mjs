// Every page and the login in both themes, each at 1280 and 320 pixels and at 400 % zoom, with a question and two refusals: axe finds nothing, nothing needs to be scrolled sideways, nothing complains. Leaves the screenshots of docs/console.md.
import fs from 'node:fs';
import { require, sleep, until } from '../site.mjs';

/** A new one for each look: under a known id nothing would run. */
let live = '';

const PAGES = {
  overview: '/console/',
  patches: '/console/patches',
  'patches-filtered': '/console/patches?state=failed,succeeded&text=page',
  patch: '/console/patch?id=page-changes',
  'patch-failed': '/console/patch?id=page-fails',
  'patch-live': () => '/console/patch?id=' + live,
  submit: '/console/submit',
  'dead-letters': '/console/dead-letters',
  mend: '/console/mend?id=page-fails',
  lanes: '/console/lanes',
  review: '/console/review',
  acts: '/console/acts',
  tokens: '/console/tokens',
};

const VIEWS = [{ scheme: 'light' }, { scheme: 'dark' }, { scheme: 'light', width: 320, height: 800 }, { scheme: 'dark', width: 320, height: 800 }, { scheme: 'light', zoom: 4 }, { scheme: 'dark', zoom: 4 }];

async function seed(site) {
  await site.submit({ id: 'page-changes', description: 'Say hello in two languages', target_file: 'page/hello.txt', mutations: [{ path: 'page/hello.txt', contents: 'hello\nhallo\n' }, { path: 'page/read.me', contents: 'Read me.\n' }], postMutationBuild: ['cat page/hello.txt'] }, 20);
  await site.submit({ id: 'page-again', description: 'One word another', target_file: 'page/hello.txt', mutations: [{ path: 'page/hello.txt', search: 'hallo', replace: 'salut' }] }, 20);
  await site.submit(site.command('page-fails', 'echo "looking for the tool"; exit 3', { description: 'Needs a tool that is not there' }), 20);
  await site.submit(site.command('page-holds', 'exit 1', { lane: 'page-web', onFailure: 'hold' }), 20);
  await site.submit(site.command('page-held', 'true', { lane: 'page-web' }), 20);
  // Waits for a review where the workspace asks for one, so that the page of reviews has something on it.
  await site.submit({ id: 'page-review', description: 'Three replicas', target_file: 'deploy/site.yaml', mutations: [{ path: 'deploy/site.yaml', contents: 'replicas: 3\n' }] }, 20);
  // More than an outcome has room for: the page says that not all of it is shown.
  await site.submit({ id: 'page-review-cut', description: 'A list and two replicas', target_file: 'deploy/list.txt', mutations: [{ path: 'deploy/list.txt', contents: 'one more line of a long list\n'.repeat(9_000) }, { path: 'deploy/site.yaml', contents: 'replicas: 2\n' }] }, 20);
  live = 'long-build-' + Date.now().toString(36);
  await site.submit(site.command(live, 'for i in $(seq 1 3000); do echo "step $i of 3000"; sleep 0.2; done', { timeout: '20m' }));
  await until('it runs', async () => (await site.get('/v1/patches/' + live)).status === 'running', 120_000);
}

/** What opens on a page, and what it says of what is refused: looked at besides the page itself, and not changing anything. */
const MORE = {
  'patch-failed': async (page) => {
    await page.getByRole('button', { name: 'Discard' }).click();
    await page.getByRole('dialog').getByLabel('Type discard').waitFor();
  },
  submit: async (page) => {
    await page.getByLabel('Target file').fill('../outside.txt');
    await page.getByRole('button', { name: 'Write a file' }).click();
    await page.getByLabel('The whole file').fill('outside\n');
    await page.getByRole('button', { name: 'Submit', exact: true }).click();
    await page.locator('.field-error').first().waitFor();
  },
};

/** What is wrong with a page as it is shown at this moment. */
async function faults(browser, page) {
  const found = await browser.violations(page);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (wide > 0) {
    found.push(`${wide} pixels too wide`);
  }
  // Three lines of a state's few words are enough everywhere; more is a word broken letter by letter.
  const tall = await page.evaluate(() => [...document.querySelectorAll('main .state')].filter((state) => state.getBoundingClientRect().height > 90).map((state) => state.innerText));
  if (tall.length) {
    found.push(`broken letter by letter: ${tall.join(', ')}`);
  }
  // Nor is any word of a state in two pieces.
  const split = await page.evaluate(() => [...document.querySelectorAll('main .state > span:last-child')].filter((state) => {
    const text = [...state.childNodes].find((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
    const range = document.createRange();
    return text && [...text.data.matchAll(/\S+/g)].some((word) => {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      return new Set([...range.getClientRects()].map((line) => Math.round(line.top))).size > 1;
    });
  }).map((state) => state.innerText));
  if (split.length) {
    found.push(`words in two pieces: ${split.join(', ')}`);
  }
  return found;
}

/** The login as it is first, and after a token that is wrong. */
async function login(browser, view, shot) {
  const page = await browser.page({ ...view, login: false });
  await page.getByLabel('Token').waitFor();
  const found = await faults(browser, page);
  if (shot) {
    await page.screenshot({ path: shot });
  }
  await page.getByLabel('Token').fill('pl_wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('alert').waitFor();
  found.push(...(await faults(browser, page)), ...page.complaints);
  await page.context().close();
  return found;
}

/** Looks at every page in each of these views; leaves pictures there, where that is named. */
export async function look(site, browser, views, shots) {
  await seed(site);
  const wrong = [];
  let looked = 0;
  for (const view of views) {
    const page = await browser.page(view);
    const picture = (name) => (shots && !view.zoom ? `${shots}${name}-${view.scheme}${view.width ? '-320' : ''}.png` : undefined);
    const tell = (name, found) => {
      found.forEach((fault) => wrong.push(`${name} ${JSON.stringify(view)}: ${fault}`));
      looked++;
    };
    for (const [name, address] of Object.entries(PAGES)) {
      await page.goto(page.base + (typeof address === 'function' ? address() : address));
      await page.locator('main h1').waitFor();
      await sleep(1200);
      tell(name, await faults(browser, page));
      if (picture(name)) {
        await page.screenshot({ path: picture(name) });
      }
      if (MORE[name]) {
        await MORE[name](page);
        tell(name + ', opened', await faults(browser, page));
      }
    }
    tell('login', await login(browser, view, picture('login')));
    page.complaints.forEach((complaint) => wrong.push(`${JSON.stringify(view)}: ${complaint}`));
    await page.context().close();
  }
  await site.call('POST', `/v1/patches/${live}/cancel`, {});
  require(wrong.length === 0, wrong.length + ' wrong:\n' + [...new Set(wrong)].join('\n'));
  return `${looked} views of ${Object.keys(PAGES).length} pages, the login, a question and two refusals: 0 violations, nothing too wide, no complaints`;
}

export function check(site, browser) {
  const shots = site.root + '/docs/console/';
  fs.mkdirSync(shots, { recursive: true });
  return look(site, browser, VIEWS, shots);
}
