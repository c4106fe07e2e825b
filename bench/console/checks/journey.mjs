// What a new user does in the first hour, and what would surprise them: each of these was once otherwise.
import { require, until } from '../site.mjs';

const get = (site, id) => site.get('/v1/patches/' + id);
const is = (site, id, wanted) => until(`${id} is ${wanted}`, async () => (await get(site, id)).status === wanted, 60_000);
const open = async (page, id) => {
  await page.goto(page.base + '/console/patch?id=' + id);
  await page.locator('.headline .state').waitFor({ timeout: 30_000 });
};

async function preview(page) {
  await page.getByRole('link', { name: 'Submit', exact: true }).click();
  await page.getByLabel('Target file').fill('journey.txt');
  await page.getByRole('textbox', { name: 'Script' }).fill('echo hello | tee journey.txt');
  await page.getByRole('button', { name: 'Preview' }).click();
  const shown = page.getByRole('region', { name: 'Preview' });
  await shown.waitFor({ timeout: 60_000 });
  const text = await shown.innerText();
  const ran = text.includes('Its commands were run');
  require(text.includes('would succeed') && (ran || text.includes('Commands are not run in a preview here')), 'a preview says what it did: ' + text);
  require(!ran || (await shown.locator('.diff-add').count()) > 0, 'where commands were run, what they changed is shown');
}

async function failure(site, page, mark) {
  const id = mark + '-fails';
  await site.submit(site.command(id, 'echo looking; ls missing.txt', { description: 'Needs a file' }));
  await is(site, id, 'failed');
  await open(page, id);
  await page.getByText('Read the output; replay when the cause is gone').waitFor();
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await until('it ran again', async () => (await get(site, id)).run === 2, 60_000);
  await is(site, id, 'failed');
  await page.getByText('run 2, attempt 1').first().waitFor({ timeout: 30_000 });
  await until('nothing says any more that it is in its lane', async () => (await page.getByText('it is in its lane again').count()) === 0, 30_000);
  require((await page.locator('.moment', { hasText: 'queued' }).count()) === 1, 'it was accepted once');
  await page.getByRole('link', { name: 'Edit and replay' }).click();
  const editor = page.getByLabel('The patch, as it is sent in its place');
  await until('the patch stands there', async () => (await editor.inputValue()).includes('missing'));
  await editor.fill((await editor.inputValue()).replace('ls missing.txt', 'echo found'));
  await page.getByRole('button', { name: 'Replay as edited' }).click();
  await page.locator('.headline .state-succeeded').waitFor({ timeout: 60_000 });
  const made = new URL(page.url()).searchParams.get('id');
  await open(page, id);
  await page.locator('.moment', { hasText: 'as ' + made }).waitFor({ timeout: 30_000 });
  await page.goto(page.base + '/console/acts?what=replayed&patch=' + id);
  await page.getByRole('link', { name: made }).waitFor();
}

async function held(site, page, mark) {
  const lane = mark + '-web';
  await site.submit(site.command(mark + '-holds', `test -e ${mark}.allowed`, { lane, onFailure: 'hold' }));
  await site.submit(site.command(mark + '-follows', 'true', { lane, onFailure: 'hold' }));
  await is(site, mark + '-follows', 'refused');
  await site.submit({ id: mark + '-allows', target_file: mark + '.allowed', mutations: [{ path: mark + '.allowed', contents: 'yes\n' }] });
  await is(site, mark + '-allows', 'succeeded');
  const follow = page.getByRole('dialog').getByLabel('those that were set aside because of it follow');
  // It would hold its lane as well, but it is another one that does.
  await open(page, mark + '-follows');
  await until('the patch stands there', async () => (await page.locator('pre.code').textContent()).includes('onFailure'));
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).waitFor();
  require((await follow.count()) === 0, 'what holds no lane has none that follow it');
  await page.keyboard.press('Escape');
  await open(page, mark + '-holds');
  await page.getByRole('button', { name: 'Replay', exact: true }).click();
  await follow.check();
  await page.getByRole('dialog').getByRole('button', { name: 'Replay' }).click();
  await is(site, mark + '-holds', 'succeeded');
  await is(site, mark + '-follows', 'succeeded');
}

async function nowhere(page) {
  await page.goto(page.base + '/console/patch?id=nobody-sent-this');
  await page.getByRole('alert').getByText('No patch with this id is known').waitFor();
  require(!(await page.getByRole('heading', { name: 'Output' }).isVisible()), 'a patch that there is not has no output');
}

/** Who paused stays paused on the next page, and is told so. */
async function paused(page) {
  await page.goto(page.base + '/console/patches');
  await page.getByRole('button', { name: 'Pause' }).click();
  await page.getByRole('link', { name: 'Acts', exact: true }).click();
  await page.getByRole('heading', { name: 'Acts', level: 1 }).waitFor();
  await page.getByText('Paused', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Go on live' }).click();
  await page.getByText('Live', { exact: true }).waitFor();
}

/** The list of acts says what is shown, after a choice and after the way back. */
async function narrowed(page) {
  const what = page.locator('select[name=what]');
  await page.goto(page.base + '/console/acts?what=logged_in');
  await what.selectOption('cancel_requested');
  await page.getByRole('button', { name: 'Filter' }).click();
  await page.waitForURL(/what=cancel_requested/);
  await until('what was chosen is shown', async () => (await what.inputValue()) === 'cancel_requested');
  await page.goBack();
  await page.waitForURL(/what=logged_in/);
  await until('what is filtered by is shown', async () => (await what.inputValue()) === 'logged_in');
}

export async function check(site, browser) {
  const mark = 'journey-' + Date.now().toString(36);
  const page = await browser.page();
  await preview(page);
  await failure(site, page, mark);
  await held(site, page, mark);
  await nowhere(page);
  await paused(page);
  await narrowed(page);
  require(page.complaints.length === 0, page.complaints.join('\n'));
  await page.context().close();
  return 'a preview says what it did, a failure what to do, a replay what came of it; what followed a patch that held its lane follows it again, and only it is asked about that; what is not there is not shown; a pause and a filter are told as they are';
}
