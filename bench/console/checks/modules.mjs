// The page's own small programs, in the browser: diffs, colours, hidden text, and a patch written again as it would be submitted, which has to become the same patch.
import { require, until } from '../site.mjs';

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

export async function check(site, browser) {
  const page = await browser.page();
  const files = await page.evaluate(async (diff) => (await import('/console/parts/diff.js')).files(diff).map((file) => [file.name, file.added, file.removed, file.lines.map((line) => line.kind).join(' ')]), DIFF);
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
  await askedFirst(site, page);
  return `what a page shows first is asked for once, a diff with lines like heads, colours, hidden marks, and ${same} patches that are the same after they were written again`;
}
