// A git workspace whose patches of deploy/ wait for a review: approved and rejected on the page by somebody else, and taken back. Only where ./patchline up has a repository.
import { execFileSync } from 'node:child_process';
import { require, until } from '../site.mjs';

const is = (site, id, wanted) => until(`${id} is ${wanted}`, async () => (await site.get('/v1/patches/' + id)).status === wanted, 90_000);

/** A commit that is longer than an outcome may be: not all of it is shown, which is told, and it is approved by two acts. */
async function cut(site, page, mark) {
  const id = mark + '-long';
  await site.submit({ id, description: 'A list, and behind it a file', target_file: 'deploy/list.txt', mutations: [{ path: 'deploy/list.txt', contents: `one more line of ${mark}\n`.repeat(9_000) }, { path: 'deploy/more.yaml', contents: mark + '\n' }] });
  await is(site, id, 'awaiting_review');
  const { commit } = (await site.get('/v1/patches/' + id)).review;
  const card = page.locator('section.card', { hasText: id });
  await card.getByText('Not all of the change is shown here.').waitFor({ timeout: 60_000 });
  const total = await card.locator('.diff-total').innerText();
  require(total.startsWith('2 files, +9,001 '), 'what was changed is told in full: ' + total);
  require((await card.locator('summary', { hasText: 'deploy/more.yaml' }).innerText()).includes('not shown'), 'the file behind is listed');
  await page.getByRole('button', { name: 'Approve ' + id }).click();
  const dialog = page.getByRole('dialog');
  require(await dialog.getByRole('button', { name: 'Approve' }).isDisabled(), 'one act does not approve it');
  await dialog.getByLabel(`I have looked at ${commit} in the repository`).check();
  await dialog.getByRole('button', { name: 'Approve' }).click();
  await is(site, id, 'succeeded');
}

export async function check(site, browser) {
  const mark = 'review-' + Date.now().toString(36);
  const write = (n) => ({ id: `${mark}-${n}`, description: `${n} replicas`, target_file: 'deploy/site.yaml', mutations: [{ path: 'deploy/site.yaml', contents: `replicas: ${n}\n` }] });
  await site.submit(write(2));
  const state = await until('it waits for a review, or is over', async () => {
    const { status } = await site.get(`/v1/patches/${mark}-2`);
    return ['queued', 'running'].includes(status) ? undefined : status;
  }, 90_000);
  if (state === 'succeeded') {
    return 'left out: no workspace here asks for a review (PATCHLINE_GIT_DEFAULT_REVIEW=\'deploy/**\' ./patchline up --repository …)';
  }
  require(state === 'awaiting_review', 'it is ' + state);
  const made = execFileSync(site.root + '/patchline', ['token', 'create', '--name', mark, '--scope', 'read,review', '--file', site.state + '/tokens'], { encoding: 'utf8' });
  const page = await browser.page({ login: false });
  await page.getByLabel('Token').fill(/pl_\w+/.exec(made)[0]);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor({ timeout: 60_000 });
  await page.goto(page.base + '/console/review');
  const card = page.locator('section.card', { hasText: mark + '-2' });
  await card.locator('.diff-add', { hasText: 'replicas: 2' }).waitFor({ timeout: 60_000 });
  const said = await card.locator('.commits').innerText();
  require(said.includes('1 commit comes to main') && said.includes('2 replicas') && said.includes('made by run 1') && said.includes(`Patchline-Id: ${mark}-2`), 'what the commit says is shown beside the button: ' + said);
  await page.screenshot({ path: site.root + '/docs/console/review-waiting-light.png' });
  await page.getByRole('button', { name: `Approve ${mark}-2` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Approve' }).click();
  await is(site, mark + '-2', 'succeeded');
  await cut(site, page, mark);
  await site.submit(write(9));
  await is(site, mark + '-9', 'awaiting_review');
  await page.getByRole('button', { name: `Reject ${mark}-9` }).click({ timeout: 60_000 });
  await page.getByLabel('Why').fill('too many');
  await page.getByRole('dialog').getByRole('button', { name: 'Reject' }).click();
  await is(site, mark + '-9', 'rejected');
  const acts = (await site.get('/v1/acts?by=' + mark)).acts.map((act) => act.what);
  require(acts.includes('approve_requested') && acts.includes('reject_requested'), 'the acts are kept: ' + acts);
  const own = await browser.page();
  await own.goto(own.base + `/console/patch?id=${mark}-2`);
  await own.getByRole('button', { name: 'Revert' }).click({ timeout: 60_000 });
  await own.getByRole('dialog').getByRole('button', { name: 'Revert' }).click();
  await until('its page is shown', async () => !own.url().includes(mark + '-2'), 60_000);
  return 'approved by its commit, one that is not shown in full by two acts, rejected with a reason, taken back; the acts are kept';
}
