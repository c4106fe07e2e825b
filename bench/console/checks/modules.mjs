// The page's own small programs, in the browser: diffs, colours, hidden text, and a patch written again as it would be submitted, which has to become the same patch; and what pages do with answers that come late, wrong or never.
import { require, until } from '../site.mjs';
import { judging } from './judging.mjs';

const DIFF = `diff --git a/a.txt b/a.txt
--- a/a.txt
+++ b/a.txt
@@ -1,3 +1,3 @@
 one
--- a/looks like a head
++++ b/looks like one, too
 three
\\ No newline at end of file
diff --git a/new name.txt b/new name.txt
new file mode 100755
--- /dev/null
+++ b/new name.txt
@@ -0,0 +1 @@
+x
--- gone.txt
+++ /dev/null
@@ -1 +0,0 @@
-y
`;

const FORMS = [
  { role: 'command_patch', target_file: 'm/a.txt', description: 'why', patch: 'echo a', cwd: '.', env: { A: 'b' }, strict: true, timeout: '90s', retries: 2 },
  { target_file: 'm/b.txt', patch: '--- a/m/b.txt\n+++ b/m/b.txt\n@@ -0,0 +1 @@\n+x\n' },
  { target_file: 'm/c.txt', patch: { pattern: 'a+', replacement: 'b' } },
  { target_file: 'm/d.txt', lane: 'm-lane', onFailure: 'hold', metadata: { note: 'n' }, unknown: [1], mutations: [{ path: 'm/d.txt', contents: 'x\n', mode: '0755' }, { path: 'm/d.txt', search: 'x', replace: 'y' }, { path: 'm/d.txt', pattern: 'y', replacement: 'z', occurrences: 'first' }, { path: 'm/d.txt', op: 'chmod', mode: '0644' }, { shell: ['echo between'] }, { path: 'm/d.txt', op: 'delete' }], postMutationBuild: ['echo built', 'true'] },
];

const bare = (patch) => JSON.stringify({ ...patch, id: undefined, pointers: undefined, options: { ...patch.options, dryRun: undefined } });

/** What a page shows first is asked for once, and before the other modules are there: the list does not wait for them, nor for who is logged in. */
async function askedFirst(site, page) {
  const { id } = await site.submit(site.command('modules-first-' + Date.now(), 'true'), 20);
  const asked = [];
  page.on('request', (request) => asked.push(new URL(request.url()).pathname + new URL(request.url()).search));
  for (const [address, wanted] of [['/console/patches?text=none&state=failed', '/v1/patches?text=none&state=failed'], ['/console/dead-letters?lane=a%2Fb', '/v1/dead-letters?lane=a%2Fb'], ['/console/acts', '/v1/acts'], ['/console/', '/status'], ['/console/patch?id=' + id, `/v1/patches/${id}?output=none`]]) {
    asked.length = 0;
    await page.goto(page.base + address);
    await page.locator('main h1').waitFor();
    // A page asks again when something has happened, a second later at the soonest. An answer is listed when it is there.
    const times = await until('both are answered', async () => {
      const seen = await page.evaluate((names) => performance.getEntriesByType('resource').filter((entry) => names.some((name) => entry.name === location.origin + name)).map((entry) => [entry.name, entry.startTime]), [wanted, '/v1/session']);
      return [wanted, '/v1/session'].every((name) => seen.some(([one]) => one.endsWith(name))) && seen;
    });
    await page.waitForTimeout(300);
    for (const once of [wanted, '/v1/session']) {
      const [first, second] = times.filter(([name]) => name.endsWith(once)).map(([, at]) => at);
      require(first !== undefined && !(second - first < 900), `${address}: ${once} is asked for at ${first} and ${second} ms`);
    }
    const entry = asked.findIndex((one) => one.endsWith('/core/first.js'));
    require(entry >= 0 && asked.indexOf(wanted) > entry, 'the first module asks');
  }
}

/** Keeps who asks for this waiting; answers with what lets them go on, to the service or with that answer. */
async function keep(page, address, answer) {
  let goOn;
  const free = new Promise((done) => (goOn = done));
  await page.route((url) => url.pathname + url.search === address, async (route) => {
    await free;
    await (answer ? route.fulfill(answer) : route.continue()).catch(() => {}); // whoever asked may be gone
  });
  return goOn;
}

const unkept = (page) => page.unrouteAll({ behavior: 'ignoreErrors' });

/** The overview says that nothing needs a person when it knows, and not before. */
async function looksFirst(page) {
  const goOn = [];
  for (const [address, json] of [['/v1/dead-letters?limit=1', { listed: 0, dead_letters: [] }], ['/v1/lanes/held?limit=1', { total: 0, held: [] }], ['/v1/executors', { executors: [{ executor: 'one', status: 'taking', runs: 0, slots: 1 }] }]]) {
    goOn.push(await keep(page, address, { json }));
  }
  await page.route('**/status', async (route) => {
    const response = await route.fetch();
    const told = await response.json();
    await route.fulfill({ response, json: { ...told, status: 'ok', patches: { ...told.patches, awaiting_review: 0 } } });
  });
  await page.goto(page.base + '/console/');
  await page.getByRole('region', { name: 'Service' }).waitFor();
  const needs = page.getByRole('region', { name: 'Needs a person' });
  for (const next of goOn) {
    require((await needs.innerText()).includes('Looking'), 'what is not known yet may need a person: ' + (await needs.innerText()));
    next();
    await page.waitForTimeout(100);
  }
  await needs.getByText('Nothing.').waitFor();
  await unkept(page);
}

/** What is wrong stays there while it is asked again. */
async function alertStays(page) {
  let asked = 0;
  await page.route('**/v1/replicas', (route) => {
    asked++;
    return route.fulfill({ status: 503, json: { detail: 'Not now.', code: 'broker_unavailable' } });
  });
  await page.goto(page.base + '/console/');
  await page.getByRole('alert').waitFor();
  await page.evaluate(() => {
    window.wasGone = false;
    new MutationObserver(() => (window.wasGone ||= !document.querySelector('main [role=alert]'))).observe(document.querySelector('main'), { childList: true, subtree: true });
  });
  const before = asked;
  await page.getByRole('button', { name: 'Try again' }).click();
  await until('it is asked again', async () => asked > before);
  await page.waitForTimeout(500);
  require(!(await page.evaluate(() => window.wasGone)), 'the alert goes and comes while it is asked again');
  await unkept(page);
}

const OLDER = [
  ['patches', '?lane=older', { patches: [], kept: 1, matched: 0 }, 'No patch matches.'],
  ['dead-letters', '?lane=older', { dead_letters: [], groups: {}, listed: 1, matching: 0 }, 'No dead letter matches.'],
  ['acts', '?by=older', { acts: [], matched: 0 }, 'Nobody did anything that matches.'],
];

/** An answer to what was asked before, good or bad, is not shown as what is asked for now. */
async function older(page) {
  for (const [name, search, json, words] of OLDER) {
    for (const answer of [{ json }, { status: 500, json: { detail: 'Of before.' } }]) {
      const goOn = await keep(page, `/v1/${name}${search}`, answer);
      await page.goto(`${page.base}/console/${name}${search}`);
      await page.locator('main h1').waitFor();
      await page.evaluate((to) => {
        history.pushState(null, '', to);
        dispatchEvent(new PopStateEvent('popstate'));
      }, '/console/' + name);
      await page.locator('main :is(table.list, .empty)').waitFor();
      const answered = page.waitForResponse((response) => response.url().endsWith(`/v1/${name}${search}`));
      goOn();
      await answered;
      await page.waitForTimeout(200);
      require((await page.getByText(words).or(page.getByText('Of before.')).count()) === 0, `${name}: what was asked before is shown`);
      await unkept(page);
    }
  }
}

/** What happened between a list's answer and the beginning of the stream is in the list, too. */
async function meanwhile(site, page) {
  const id = 'modules-meanwhile-' + Date.now();
  const goOn = await keep(page, '/v1/events');
  await page.goto(page.base + '/console/patches?text=' + id);
  await page.getByText('No patch matches.').waitFor();
  await site.submit(site.command(id, 'true'), 20);
  goOn();
  await page.locator('[data-row]', { hasText: id }).waitFor();
  await unkept(page);
}

/** What was asked first and is never answered is given up, by whoever waits for it or in the end; answers with what waits for the end, in a tab of its own. */
async function neverAnswered(page) {
  const tab = await page.context().newPage();
  const asked = new Set();
  await tab.route((url) => ['/v1/session', '/v1/acts'].includes(url.pathname), (route) => {
    const again = asked.has(route.request().url());
    asked.add(route.request().url());
    return again ? route.continue() : undefined;
  });
  await tab.goto(page.base + '/console/acts', { waitUntil: 'commit' });
  const how = await tab.locator('script[src$="/core/first.js"]').evaluate((script) => Promise.race([
    import(script.src).then(({ first }) => first('/v1/acts', AbortSignal.timeout(200))).then(() => 'is answered', () => 'gives up'),
    new Promise((done) => setTimeout(done, 3000, 'waits on')),
  ]));
  require(how === 'gives up', 'whoever asked and is gone ' + how);
  return async () => {
    await tab.locator('main table.list').waitFor({ timeout: 60_000 });
    await tab.close();
  };
}

/** A patch that was set aside says because of which one, and that one that it holds its lane: as long as it does. */
async function held(site, page) {
  const lane = 'modules-held-' + Date.now();
  await site.submit(site.command(lane + '-1', 'exit 1', { lane, onFailure: 'hold' }), 20);
  await site.submit(site.command(lane + '-2', 'true', { lane }), 20);
  await page.goto(`${page.base}/console/patch?id=${lane}-1`);
  await page.getByText('It holds its lane').waitFor();
  await page.goto(`${page.base}/console/patch?id=${lane}-2`);
  const link = page.locator('.note-problem').getByRole('link', { name: lane + '-1' });
  await link.waitFor();
  require((await link.getAttribute('href')).endsWith('/console/patch?id=' + lane + '-1'), 'it leads there');
  await site.call('POST', '/v1/lanes/release', { lane });
  await link.waitFor({ state: 'detached' });
}

export async function check(site, browser) {
  const page = await browser.page();
  const end = await neverAnswered(page);
  const files = await page.evaluate(async (diff) => (await import('/console/core/diff.js')).files(diff).map((file) => [file.name, file.added, file.removed, file.lines.map((line) => line.kind).join(' ')]), DIFF);
  require(JSON.stringify(files) === JSON.stringify([
    ['a.txt', 1, 1, 'hunk same remove add same meta'],
    ['new name.txt', 1, 0, 'meta hunk add'],
    ['gone.txt', 0, 1, 'hunk remove'],
  ]), 'files of a diff: ' + JSON.stringify(files));
  const pieces = await page.evaluate(async () => (await import('/console/core/ansi.js')).pieces('a\u001b[1;31mb\u001b[0mc\u001b]0;t\u0007d\u001b[2Je\u001b[95mf'));
  require(JSON.stringify(pieces.map((piece) => [piece.text, piece.classes])) === JSON.stringify([['a', ''], ['b', 'ansi-red ansi-bold'], ['c', ''], ['d', ''], ['e', ''], ['f', 'ansi-magenta']]), 'colours: ' + JSON.stringify(pieces));
  const visible = await page.evaluate(async () => (await import('/console/core/text.js')).visible('a\u202eb\u0007\u200bc\n\td'));
  require(visible === 'a[U+202E]b\u2407[U+200B]c\n\td', 'hidden text: ' + visible);
  let same = 0;
  for (const form of FORMS) {
    const first = await site.submit({ ...form, id: 'modules-' + same + Date.now(), dryRun: true }, 20);
    const patch = await site.get(`/v1/patches/${first.id}/patch`);
    const again = await page.evaluate(async (given) => (await import('/console/core/resubmission.js')).resubmission(given), patch);
    const second = await site.submit({ ...again, id: 'modules-again-' + same + Date.now(), dryRun: true }, 20);
    const other = await site.get(`/v1/patches/${second.id}/patch`);
    require(bare(patch) === bare(other), `not the same patch:\n${bare(patch)}\n${bare(other)}`);
    same++;
  }
  await judging(page, browser);
  await held(site, page);
  await askedFirst(site, page);
  await looksFirst(page);
  await alertStays(page);
  await older(page);
  await meanwhile(site, page);
  await end();
  return `of a commit that is not shown in full that is told, and approving it takes two acts; one that was carried out anew is shown anew; what holds a lane is told while it does; what a page shows first is asked for once, and given up where no answer comes; older answers are not shown, what happened meanwhile is; the overview says "Nothing" when it knows; a diff with lines like heads, colours, hidden marks, and ${same} patches that are the same after they were written again`;
}
