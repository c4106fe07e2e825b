// The page of reviews with answers of our own, so that it is tried where no workspace asks for reviews, too: a commit of which not all is shown, files that are folded, what the commits say, one that was carried out anew, the oldest first, what can be cancelled.
import { require, until } from '../site.mjs';

const FIRST = 'a1'.repeat(20);
const SECOND = 'b2'.repeat(20);
const THIRD = 'd4'.repeat(20);
const ID = 'judging "it" \\ here';
const DIFF = 'diff --git a/deploy/site.yaml b/deploy/site.yaml\n--- a/deploy/site.yaml\n+++ b/deploy/site.yaml\n@@ -1 +1 @@\n-replicas: 1\n+replicas: 2\n';
const file = (path, addedLines, removedLines, more = {}) => ({ path, kind: 'changed', addedLines, removedLines, mode: '0644', ...more });
const omitted = (more) => ({ commands: 0, outputBytes: 0, files: 0, diffCharacters: 0, problems: 0, ...more });

/** What is told of a change, of which files and lines are shown in full. */
const REPORTS = [
  [{ files: [file('deploy/site.yaml', 1, 1)], diff: DIFF }, 'all', 0],
  [{ files: [file('deploy/site.yaml', 2, 1)], diff: DIFF }, 'part', 1],
  [{ files: [file('deploy/site.yaml', 1, 1)], diff: DIFF, omitted: omitted({ diffCharacters: 1 }) }, 'part', 2],
  [{ files: [file('deploy/site.yaml', 1, 1), file('z.sh', 9, 0, { kind: 'created' })], diff: DIFF }, 'all none', 1],
  [{ files: [file('deploy/site.yaml', 1, 1)], diff: DIFF, omitted: omitted({ files: 3 }) }, 'all', 1],
  [{ files: [file('a b/c b/d.bin', 0, 0)], diff: 'diff --git a/a b/c b/d.bin b/a b/c b/d.bin\nindex 1..2 100644\nBinary files a/a b/c b/d.bin and b/a b/c b/d.bin differ\n' }, 'binary', 1],
  [{ files: [file('say "it"\\.txt', 1, 0)], diff: 'diff --git "a/say \\"it\\"\\\\.txt" "b/say \\"it\\"\\\\.txt"\n--- "a/say \\"it\\"\\\\.txt"\n+++ "b/say \\"it\\"\\\\.txt"\t\n@@ -0,0 +1 @@\n+x\n' }, 'all', 0],
  [{ files: [file('run.sh', 0, 0, { kind: 'mode', mode: '0755' })], diff: 'diff --git a/run.sh b/run.sh\nold mode 100644\nnew mode 100755\n' }, 'all', 0],
  [{ files: [file('long.txt', 2001, 0, { kind: 'created' })], diff: 'diff --git a/long.txt b/long.txt\nnew file mode 100644\n--- /dev/null\n+++ b/long.txt\n@@ -0,0 +1,2001 @@\n' + '+x\n'.repeat(2001) }, 'part', 1],
  [{ files: [file('cut.txt', 9, 0, { kind: 'created' })], diff: 'diff --git a/cut.txt b/cut.txt\nnew file mode 100644\n--- /dev/null\n+++ b/cut.txt\n@@ -0,0 +1,9 @@\n+x\n(cut here; 2 more files are different)\n' }, 'part', 1],
  [{ files: [], omitted: omitted({ files: 2, diffCharacters: 400 }) }, '', 2],
  [{ files: [] }, '', 1],
];

async function told(page) {
  for (const [report, shown, sentences] of REPORTS) {
    const seen = await page.evaluate(async (given) => {
      const { changeOf, notShown } = await import('/console/core/change.js');
      return { shown: changeOf(given).map((one) => one.shown).join(' '), told: notShown({ outcome: { report: { ...given, git: { commit: 'c', log: [{ commit: 'c', author: 'a', message: 'm' }] } } } }, 'c') };
    }, report);
    require(seen.shown === shown && seen.told.length === sentences, `of ${JSON.stringify(report).slice(0, 200)}: ${JSON.stringify(seen)}`);
  }
  const others = await page.evaluate(async (diff) => {
    const { notShown } = await import('/console/core/change.js');
    const said = { commit: 'c', author: 'a', message: 'm' };
    const files = [{ path: 'deploy/site.yaml', kind: 'changed', addedLines: 1, removedLines: 1 }];
    const report = { files, diff, git: { commit: 'c', log: [said] } };
    const of = (git) => notShown({ outcome: { report: { files, diff, git: { commit: 'c', ...git } } } }, 'c');
    return [of({}), of({ log: [{ ...said, omittedCharacters: 1 }] }), of({ commits: ['b', 'c'], log: [said, said] }), of({ commits: ['b', 'c'], log: [said] }), notShown({ outcome: { report } }, 'other'), notShown({ more: '?output=full', outcome: { report } }, 'c'), notShown({}, 'c'), notShown({ outcome: { report } }, 'c')].map((all) => all.length);
  }, DIFF);
  require(JSON.stringify(others) === '[1,1,1,2,1,1,1,0]', 'without messages, with one that is cut, of several commits, of several and not all of their messages, of another commit, with more to come, without an outcome, all: ' + others);
}

const SAID = 'Two replicas\n\nBecause one is not enough.\n\nPatchline-Run: judging/1';
const said = (commit, run, message = SAID) => ({ commit, author: 'somebody <patchline@patchline.invalid>', run, message });

const story = (commit, run, report, more = {}) => ({
  id: ID, status: 'awaiting_review', lane: 'judging', run, attempt: 1, source: 'somebody', accepted_at: '2026-11-27T04:00:00Z', finished_at: `2026-11-27T04:0${run}:00Z`, dead_letter: false, workspace: 'site', branch: 'main', commit,
  review: { commit, branch: 'patchline/judging', until: '2026-12-04T04:00:00Z' }, attempts: [], timeline: [], links: {}, ...more,
  outcome: { status: 'awaiting_review', summary: 'deploy/ needs a review', until: '2026-12-04T04:00:00Z', report: { elapsed: 'PT1S', commands: [], ...report, git: { workspace: 'site', branch: 'main', base: 'c3'.repeat(20), commit, changes: 'files', run, log: [said(commit, run)], ...report.git } } },
});

const CUT = { files: [file('deploy/site.yaml', 1, 1), file('deploy/run.sh', 40, 0, { kind: 'created', mode: '0755' })], diff: DIFF, omitted: omitted({ files: 1, diffCharacters: 1234 }) };
const WHOLE = { files: [file('deploy/site.yaml', 1, 1)], diff: DIFF.replace('replicas: 2', 'replicas: 22') };

/** A tab whose user has these scopes, and whose service has this one patch that waits, of 23. */
async function tab(page, scopes, now) {
  const own = await page.context().newPage();
  const asked = { lists: [], approved: [] };
  await own.route('**/v1/session', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), scopes } });
  });
  await own.route((url) => url.pathname === '/v1/patches', (route) => {
    asked.lists.push(new URL(route.request().url()).searchParams);
    const { outcome, ...summary } = now();
    return route.fulfill({ json: { patches: [summary, ...(now().others ?? [])], matched: 23, kept: 40, next_cursor: 'c1AAAAAAAAAAA' } });
  });
  await own.route((url) => url.pathname.startsWith('/v1/patches/judging'), (route) => {
    if (route.request().method() === 'POST') {
      asked.approved.push(route.request().postDataJSON());
      return asked.approved.length === 1
        ? route.fulfill({ status: 409, contentType: 'application/problem+json', json: { detail: 'Another commit waits by now.', code: 'stale' } })
        : route.fulfill({ json: {} });
    }
    return route.fulfill(new URL(route.request().url()).pathname.endsWith('/patch') ? { json: { id: ID, actions: [] } } : { json: now() });
  });
  await own.route((url) => url.pathname.endsWith('/output'), (route) => route.fulfill({ contentType: 'text/event-stream', body: 'event: end\ndata: {"run":1}\nid: 1\n\n' }));
  return { own, asked };
}

const approve = (scope) => scope.getByRole('button', { name: /^Approve/ });

/** Not all of the commit is shown: that is told beside the button, and whoever approves says that they have seen it elsewhere. */
async function cut(own, asked, commit, browser) {
  const note = own.locator('.note-warning');
  await note.getByText('Not all of the change is shown here.').waitFor();
  const text = await note.innerText();
  require(/1,234 characters/.test(text) && /1 changed file is not listed/.test(text) && /1 file of those listed is not shown at all/.test(text), 'what is not shown is told: ' + text);
  const total = await own.locator('.diff-total').innerText();
  require(total.startsWith('3 files') && total.includes('+41') && total.includes('−1'), 'files and lines are those of the report, and not of the cut diff: ' + total);
  require((await own.locator('summary', { hasText: 'deploy/run.sh' }).innerText()).includes('not shown'), 'the file that is not in the diff is listed');
  require((await approve(own).getAttribute('aria-describedby')) === (await note.getAttribute('id')), 'the button is told with the warning');
  await approve(own).click();
  const dialog = own.getByRole('dialog');
  const words = await dialog.innerText();
  require(words.includes('not all of it is shown') && !words.includes('exactly as it is shown'), 'the question does not say that all is shown: ' + words);
  const before = asked.approved.length;
  require(await approve(dialog).isDisabled(), 'nobody approves what they did not see by one act');
  await dialog.getByLabel(`I have looked at ${commit} in the repository`).focus();
  await own.keyboard.press('Enter');
  require(asked.approved.length === before && (await dialog.isVisible()), 'nor by Enter');
  const violations = await browser.violations(own);
  require(violations.length === 0, 'the question: ' + violations.join('; '));
  await own.keyboard.press('Space');
  require(await approve(dialog).isEnabled(), 'it is approved by two acts');
  await dialog.getByRole('button', { name: 'Leave it' }).click();
  await approve(own).click();
  require(await approve(dialog).isDisabled(), 'what was ticked before is not ticked the next time');
  await dialog.getByLabel(`I have looked at ${commit} in the repository`).check();
  await approve(dialog).click();
  await until('it is asked for', async () => asked.approved.length > before);
  require(asked.approved.at(-1).commit === commit, 'the commit that was shown is approved');
}

async function review(page, browser) {
  let now = story(FIRST, 1, CUT);
  const { own, asked } = await tab(page, ['read', 'submit', 'review'], () => now);
  await own.goto(page.base + '/console/review');
  await cut(own, asked, FIRST, browser);
  await own.getByRole('dialog').getByText('Another commit waits by now.').waitFor();
  await own.getByRole('button', { name: 'Leave it' }).click();
  now = story(SECOND, 2, WHOLE);
  await own.getByRole('button', { name: 'Pause' }).click();
  await own.getByRole('button', { name: 'Go on live' }).click();
  await own.locator('.facts', { hasText: SECOND }).waitFor();
  await own.locator('.diff-add', { hasText: 'replicas: 22' }).waitFor();
  require((await own.locator('.note-warning').count()) === 0, 'where all is shown nothing warns');
  await approve(own).click();
  require((await own.getByRole('dialog').innerText()).includes('exactly as it is shown here'), 'where all is shown that is said');
  await approve(own.getByRole('dialog')).click();
  await until('it is asked for', async () => asked.approved.length === 2);
  require(asked.approved[1].commit === SECOND, 'the commit that waits now is approved: ' + asked.approved[1].commit);
  require(asked.lists.every((one) => one.get('order') === 'oldest' && one.get('limit') === '20' && !one.has('cursor')), 'the oldest are asked for, as many as are shown: ' + asked.lists.at(-1));
  await own.getByText('23 patches await review').waitFor();
  await own.getByRole('link', { name: 'Next page' }).click();
  await until('the next page is asked for', async () => asked.lists.at(-1).get('cursor') === 'c1AAAAAAAAAAA');
  await own.getByRole('link', { name: 'First page' }).waitFor();
  await own.close();
}

/** So many files that the last three are folded. */
const created = (i) => `deploy/${String(i).padStart(2, '0')}.yaml`;
const MANY = { files: Array.from({ length: 23 }, (_, i) => file(created(i), 1, 0, { kind: 'created' })), diff: Array.from({ length: 23 }, (_, i) => `diff --git a/${created(i)} b/${created(i)}\nnew file mode 100644\n--- /dev/null\n+++ b/${created(i)}\n@@ -0,0 +1 @@\n+file ${i}\n`).join('') };

/** What is folded is not seen, until somebody opens it. */
async function folded(own, asked, set) {
  set(story(FIRST, 1, MANY));
  const note = own.locator('.note-warning');
  const look = async () => {
    await own.getByRole('button', { name: 'Pause' }).click();
    await own.getByRole('button', { name: 'Go on live' }).click();
  };
  await look();
  await note.getByText('3 files are folded').waitFor();
  await approve(own).click();
  const dialog = own.getByRole('dialog');
  require((await dialog.innerText()).includes('3 files are folded') && (await approve(dialog).isDisabled()), 'what is folded is not approved by one act');
  await dialog.getByRole('button', { name: 'Leave it' }).click();
  await own.locator('summary', { hasText: created(21) }).focus();
  await own.keyboard.press('Enter');
  await note.getByText('2 files are folded').waitFor();
  const before = asked.lists.length;
  await look();
  await until('the list was asked for again', async () => asked.lists.length > before);
  require(await own.getByText('file 21', { exact: true }).isVisible(), 'what was opened stays open');
  await own.getByRole('button', { name: 'Open 2 folded files' }).click();
  await note.waitFor({ state: 'detached' });
  require(await own.getByText('file 22', { exact: true }).isVisible(), 'the lines of all are there');
  set(story(SECOND, 2, MANY));
  await look();
  await note.getByText('3 files are folded').waitFor();
  require(!(await own.getByText('file 22', { exact: true }).isVisible()), 'of another commit nothing was opened');
}

const HOSTILE = 'Harmless\n\n<img src=x onerror="document.title=\'ran\'">\u202egnp.exe\u001b[8m\r' + ' '.repeat(400) + 'far to the right\n'.padStart(40, '\n');

/** Whatever comes to the branch is told beside the button: how many commits, of whom, and all that they say. */
async function commits(own, set) {
  set(story(FIRST, 1, { ...WHOLE, git: { commits: [SECOND, FIRST], log: [{ ...said(SECOND, 1) }, { commit: FIRST, author: 'Eve\u202e <eve@example.com>', message: HOSTILE }] } }));
  await own.reload();
  const list = own.locator('.commits');
  await list.getByText('2 commits come to').waitFor();
  const text = await list.innerText();
  require(text.includes(SECOND) && text.includes('made by run 1') && text.includes('pushed by a person') && text.includes('Because one is not enough.'), 'hash, run and message: ' + text);
  require(text.includes('<img src=x') && text.includes('[U+202E]gnp.exe\u241b[8m\u240d') && text.includes('Eve[U+202E]'), 'what is hidden in it is shown: ' + text);
  require((await list.locator('img').count()) === 0 && (await own.title()) !== 'ran', 'it is text');
  const last = await list.getByText('far to the right').last().evaluate((node) => [node.scrollWidth - node.clientWidth, node.scrollHeight - node.clientHeight]);
  require(last.every((more) => more <= 1), 'all of it is there without a scroll in a box: ' + last);
  await own.locator('.note-warning').getByText('what one of them adds and a later one takes away again is not in it').waitFor();
  await approve(own).click();
  require(await approve(own.getByRole('dialog')).isDisabled(), 'what commits between contain was not shown');
  await own.getByRole('button', { name: 'Leave it' }).click();
}

async function landing(page) {
  let now = story(THIRD, 1, WHOLE);
  const set = (next) => (now = next);
  const { own, asked } = await tab(page, ['read', 'submit', 'review'], () => now);
  await own.goto(page.base + '/console/review');
  await own.locator('.commits').getByText('1 commit comes to').waitFor();
  require((await own.locator('.said').innerText()).trim() === SAID, 'the message is there, trailers too');
  await folded(own, asked, set);
  await commits(own, set);
  await own.setViewportSize({ width: 320, height: 800 });
  const wide = await own.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  require(wide <= 0, `${wide} pixels too wide`);
  await own.close();
}

/** What was approved waits in its lane, and is no patch that could be cancelled. */
async function decided(page) {
  const now = story(FIRST, 2, WHOLE, { status: 'queued', decision: 'approve', review: undefined, outcome: undefined });
  const { own } = await tab(page, ['read', 'submit', 'operate', 'review'], () => now);
  await own.goto(page.base + '/console/patch?' + new URLSearchParams({ id: ID }));
  await own.getByText('that cannot be cancelled').waitFor();
  require((await own.getByRole('button', { name: 'Cancel' }).count()) === 0, 'a decision is not cancelled');
  await own.goto(page.base + '/console/patches');
  await own.getByRole('link', { name: ID }).waitFor();
  require((await own.getByRole('checkbox', { name: /^Choose/ }).count()) === 0, 'nor chosen to be');
  await own.close();
}

/** The page of the patch says the same, and offers no cancel; nor does the list. */
async function patch(page, browser) {
  const now = story(FIRST, 1, CUT, { others: [{ ...story(FIRST, 1, CUT), id: 'judging-runs', status: 'running', finished_at: undefined, review: undefined, outcome: undefined }] });
  const reviewer = await tab(page, ['read', 'submit', 'operate', 'review'], () => now);
  await reviewer.own.setViewportSize({ width: 320, height: 800 });
  await reviewer.own.goto(page.base + '/console/patch?' + new URLSearchParams({ id: ID }));
  await cut(reviewer.own, reviewer.asked, FIRST, browser);
  await reviewer.own.getByRole('button', { name: 'Leave it' }).click();
  const wide = await reviewer.own.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  require(wide <= 0, `${wide} pixels too wide`);
  require((await reviewer.own.getByRole('button', { name: 'Cancel' }).count()) === 0, 'what waits for a review cannot be cancelled');
  await reviewer.own.close();
  const submitter = await tab(page, ['read', 'submit'], () => now);
  await submitter.own.goto(page.base + '/console/patch?' + new URLSearchParams({ id: ID }));
  await submitter.own.getByText('can no longer be cancelled').waitFor();
  require((await submitter.own.getByRole('button', { name: /Cancel|Approve|Reject/ }).count()) === 0, 'nothing is offered that would be refused');
  await submitter.own.goto(page.base + '/console/patches');
  await submitter.own.getByLabel('Choose judging-runs').waitFor();
  require((await submitter.own.getByRole('checkbox', { name: /^Choose/ }).count()) === 1, 'only what can be cancelled can be chosen');
  await submitter.own.close();
}

export async function judging(page, browser) {
  await told(page);
  await review(page, browser);
  await landing(page);
  await decided(page);
  await patch(page, browser);
}
