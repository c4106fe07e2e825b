// Every act, end to end, as a person does it with the mouse: what the page says, and what the API tells afterwards.
import { require, until } from '../site.mjs';

const state = async (site, id) => (await site.get('/v1/patches/' + id)).status;

const is = (site, id, wanted) => until(`${id} is ${wanted}`, async () => (await state(site, id)) === wanted);

async function login(site, browser) {
  const page = await browser.page({ login: false });
  await page.getByLabel('Token').fill('pl_wrong');
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByText('The credentials are wrong').waitFor();
  await page.getByLabel('Token').fill(site.token);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor();
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, location.href]));
  require(!kept.includes('pl_'), 'the token is kept: ' + kept);
  await page.getByRole('button', { name: 'Log out' }).click();
  await page.getByLabel('Token').waitFor();
  await page.context().close();

  const link = await site.link();
  for (const good of [true, false]) {
    const other = await browser.page({ login: false, address: link });
    await (good ? other.getByRole('heading', { name: 'Overview' }) : other.getByText('This link was used before')).waitFor();
    await other.context().close();
  }
}

async function submit(site, page, id) {
  await page.goto(page.base + '/console/submit');
  await page.getByLabel('Target file').fill('../outside.txt');
  await page.getByRole('button', { name: 'Write a file' }).click();
  await page.getByLabel('The whole file').fill('made by the form\n');
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await page.locator('.field-error').first().waitFor();
  require(await page.getByLabel('Target file').evaluate((field) => field === document.activeElement), 'the field that is wrong has the focus');
  await page.getByLabel('Target file').fill(id + '.txt');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('heading', { name: 'Preview' }).waitFor({ timeout: 40_000 });
  await page.locator('.diff-add').first().waitFor();
  await page.getByText('More', { exact: true }).click();
  await page.getByLabel('Id').fill(id);
  await page.getByRole('button', { name: 'Submit', exact: true }).click();
  await page.getByRole('heading', { name: 'Patch ' + id }).waitFor();
  await is(site, id, 'succeeded');
  await page.locator('.headline .state-succeeded').waitFor();
  await page.locator('.diff-add', { hasText: 'made by the form' }).waitFor();
}

async function cancel(site, page, id) {
  await site.submit(site.command(id, 'while :; do echo begun; sleep 1; done'));
  await is(site, id, 'running');
  await page.goto(page.base + '/console/patch?id=' + id);
  await page.locator('pl-output', { hasText: 'begun' }).or(page.locator('.output-gap')).first().waitFor();
  await page.getByRole('button', { name: 'Cancel', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel the patch' }).click();
  await is(site, id, 'cancelled');
  await page.locator('.headline .state-cancelled').waitFor();
  await until('nothing says any more that the cancel is requested', async () => (await page.getByText('The cancel is requested.').count()) === 0);
}

async function deadLetters(site, page, mark) {
  for (const n of [1, 2, 3, 4, 5, 6]) {
    await site.submit(site.command(`${mark}-dead-${n}`, 'test -e allowed || exit 7', { lane: n > 4 ? mark + '-many' : mark + '-one' }));
  }
  await is(site, mark + '-dead-6', 'failed');
  await until('they are dead', async () => (await site.get(`/v1/dead-letters?lane=${mark}-many`)).matching === 2);
  await page.goto(`${page.base}/console/dead-letters?lane=${mark}-one`);
  await page.getByRole('button', { name: `Discard ${mark}-dead-1`, exact: true }).click();
  await page.getByLabel('Type discard to go on').fill('discar');
  require(await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).isDisabled(), 'not before it is typed');
  await page.getByLabel('Type discard to go on').fill('discard');
  await page.getByRole('dialog').getByRole('button', { name: 'Discard' }).click();
  await page.getByText('Discarded.').waitFor();
  await page.getByRole('button', { name: `Replay ${mark}-dead-2`, exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await until('it ran again', async () => (await site.get(`/v1/patches/${mark}-dead-2`)).run === 2);
  await page.getByRole('link', { name: `Edit and replay ${mark}-dead-3` }).click();
  const editor = page.getByLabel('The patch, as it is sent in its place');
  await until('the patch stands there', async () => (await editor.inputValue()).includes('exit 7'));
  await editor.fill((await editor.inputValue()).replace('exit 7', 'echo mended'));
  await page.getByRole('button', { name: 'Replay as edited' }).click();
  await page.locator('.headline .state-succeeded').waitFor({ timeout: 30_000 });
  await page.goto(`${page.base}/console/dead-letters?lane=${mark}-many`);
  await page.getByRole('button', { name: 'Replay all that match' }).click();
  await page.getByRole('button', { name: 'Replay them' }).click();
  await page.getByText('2 done, 0 left').waitFor({ timeout: 30_000 });
  await until('both ran again', async () => (await site.get(`/v1/patches/${mark}-dead-5`)).run === 2);
  await until('they are dead again', async () => (await site.get(`/v1/dead-letters?lane=${mark}-many`)).matching === 2);
  await page.reload();
  await page.getByRole('button', { name: 'Discard all that match' }).click();
  await page.getByLabel('Type discard 2 to go on').fill('discard 2');
  await page.getByRole('button', { name: 'Discard them' }).click();
  await until('they are gone', async () => (await site.get(`/v1/dead-letters?lane=${mark}-many`)).matching === 0);
}

async function lanes(site, page, mark) {
  await site.submit(site.command(mark + '-holds', 'exit 1', { lane: mark + '-held', onFailure: 'hold' }));
  await until('the lane is held', async () => (await site.get('/v1/lanes/held?limit=200')).held.some((held) => held.lane === mark + '-held'));
  await page.goto(page.base + '/console/lanes');
  await page.getByRole('button', { name: `Release ${mark}-held` }).click();
  await page.getByRole('button', { name: 'Release the lane' }).click();
  await until('it is released', async () => !(await site.get('/v1/lanes/held?limit=200')).held.some((held) => held.lane === mark + '-held'));
}

async function tokens(site, page, browser, mark) {
  const { execFileSync } = await import('node:child_process');
  const made = execFileSync(site.root + '/patchline', ['token', 'create', '--name', mark, '--scope', 'read', '--file', site.state + '/tokens'], { encoding: 'utf8' });
  const token = /pl_\w+/.exec(made)[0];
  const other = await browser.page({ login: false });
  await other.getByLabel('Token').fill(token);
  await other.getByRole('button', { name: 'Log in' }).click();
  await other.getByRole('heading', { name: 'Overview' }).waitFor();
  require((await other.getByRole('link', { name: 'Submit' }).count()) === 0, 'what the scopes do not allow is not offered');
  await other.goto(page.base + '/console/tokens');
  await other.getByText('does not have the scope operate').waitFor();
  await page.goto(page.base + '/console/tokens');
  await page.getByRole('button', { name: 'Revoke ' + mark }).click();
  await page.getByRole('dialog').getByRole('textbox').fill(mark);
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByText(mark + ' is revoked').waitFor();
  await other.goto(page.base + '/console/patches');
  await other.getByLabel('Token').waitFor();
  await other.context().close();
  const acts = await site.get('/v1/acts?limit=500');
  require(acts.acts.some((act) => act.what === 'token_revoked' && act.subject === mark), 'the act is kept');
  await page.goto(page.base + '/console/acts?what=token_revoked');
  await page.getByText(mark).first().waitFor();
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Export as JSONL' }).click()]);
  const { readFileSync } = await import('node:fs');
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
  require(lines.some((act) => act.subject === mark), 'the export has it');
}

export async function check(site, browser) {
  const mark = 'acts-' + Date.now().toString(36);
  await login(site, browser);
  const page = await browser.page();
  await submit(site, page, mark + '-form');
  await cancel(site, page, mark + '-cancel');
  await deadLetters(site, page, mark);
  await lanes(site, page, mark);
  await tokens(site, page, browser, mark);
  require(page.complaints.length === 0, page.complaints.join('\n'));
  return 'login by token and link (once), logout, submit with a refusal and a preview, cancel, discard by typing, replay, edit and replay, bulk replay and discard, release, revoke, export';
}
