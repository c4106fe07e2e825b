// The acts that are left, by keyboard alone: replay, edit and replay, what was chosen, all that match, release, revoke, approve and reject.
import { act, goTo, heading, tabTo } from '../keys.mjs';
import { require, until } from '../site.mjs';

const get = (site, id) => site.get('/v1/patches/' + id);
const is = (site, id, wanted) => until(`${id} is ${wanted}`, async () => (await get(site, id)).status === wanted, 60_000);
const ran = (site, id, run) => until(`${id} ran again`, async () => (await get(site, id)).run === run, 60_000);

async function narrowTo(page, lane) {
  await goTo(page, 'd', 'Dead letters');
  await page.keyboard.press('/');
  await page.keyboard.press('Control+a');
  await page.keyboard.type(lane);
  await page.keyboard.press('Enter');
  await until('the filter is in the address', async () => page.url().includes('lane='));
}

/** A new row at the top does not make what has the focus another one's. */
async function focusStays(site, page, mark) {
  const lane = mark + '-focus';
  const dead = async (id, many) => {
    await site.submit(site.command(id, 'exit 7', { lane }));
    await until('it is dead', async () => (await site.get('/v1/dead-letters?lane=' + lane)).matching === many, 60_000);
  };
  await dead(lane + '-1', 1);
  await narrowTo(page, lane);
  await tabTo(page, `Choose ${lane}-1`);
  await dead(lane + '-2', 2);
  await until('two rows', async () => (await page.locator('[data-row]').count()) === 2);
  const focused = await page.evaluate(() => document.activeElement.getAttribute('aria-label'));
  require(focused === `Choose ${lane}-1`, `the focus went from "Choose ${lane}-1" to "${focused}"`);
}

async function deadLetters(site, page, mark) {
  for (const n of [1, 2, 3, 4]) {
    await site.submit(site.command(`${mark}-${n}`, 'exit 7', { lane: mark }));
  }
  await until('they are dead', async () => (await site.get('/v1/dead-letters?lane=' + mark)).matching === 4, 60_000);
  await narrowTo(page, mark);
  await until('four rows', async () => (await page.locator('[data-row]').count()) === 4);
  await act(page, `Replay ${mark}-1`, 'Replay');
  await ran(site, mark + '-1', 2);

  await tabTo(page, `Choose ${mark}-2`);
  await page.keyboard.press('Space');
  await act(page, 'Replay 1 chosen', 'Replay them');
  await ran(site, mark + '-2', 2);

  await tabTo(page, `Edit and replay ${mark}-3`);
  await page.keyboard.press('Enter');
  await tabTo(page, 'The patch, as it is sent');
  const text = () => page.evaluate(() => document.activeElement.value);
  await until('the patch stands there', async () => (await text()).includes('exit 7'));
  const mended = (await text()).replace('exit 7', 'echo mended');
  await page.keyboard.press('Control+a');
  await page.keyboard.insertText(mended);
  await tabTo(page, 'Replay as edited');
  await page.keyboard.press('Enter');
  await page.locator('.headline .state-succeeded').waitFor({ timeout: 60_000 });

  await until('three are dead', async () => (await site.get('/v1/dead-letters?lane=' + mark)).matching === 3, 60_000);
  await narrowTo(page, mark);
  await act(page, 'Replay all that match', 'Replay them');
  await ran(site, mark + '-4', 2);
  await until('they are dead again', async () => (await site.get('/v1/dead-letters?lane=' + mark)).matching === 3, 60_000);
  await narrowTo(page, mark);
  await act(page, 'Discard all that match', 'Discard them', 'discard 3');
  await until('they are gone', async () => (await site.get('/v1/dead-letters?lane=' + mark)).matching === 0, 60_000);
}

async function release(site, page, mark) {
  const held = async () => (await site.get('/v1/lanes/held?limit=200')).held.some((lane) => lane.lane === mark + '-held');
  await site.submit(site.command(mark + '-holds', 'exit 1', { lane: mark + '-held', onFailure: 'hold' }));
  await until('the lane is held', held, 60_000);
  await goTo(page, 'l', 'Lanes and executors');
  await until('it is shown', async () => (await page.getByRole('button', { name: `Release ${mark}-held` }).count()) === 1);
  await act(page, `Release ${mark}-held`, 'Release the lane');
  await until('it is released', async () => !(await held()), 60_000);
}

const create = async (site, name, scope) => {
  const { execFileSync } = await import('node:child_process');
  return /pl_\w+/.exec(execFileSync(site.root + '/patchline', ['token', 'create', '--name', name, '--scope', scope, '--file', site.state + '/tokens'], { encoding: 'utf8' }))[0];
};

async function revoke(site, page, mark) {
  await create(site, mark, 'read');
  await until('the service knows it', async () => (await site.get('/v1/tokens')).tokens.some((token) => token.name === mark));
  await goTo(page, 't', 'Tokens and clients');
  await until('it is listed', async () => (await page.getByRole('button', { name: 'Revoke ' + mark }).count()) === 1);
  await act(page, 'Revoke ' + mark, 'Revoke', mark);
  await until('it is gone', async () => !(await site.get('/v1/tokens')).tokens.some((token) => token.name === mark));
}

/** False where no workspace here asks for reviews. */
async function review(site, browser, mark) {
  const write = (n) => ({ id: `${mark}-r${n}`, description: `${n} replicas`, target_file: 'deploy/site.yaml', mutations: [{ path: 'deploy/site.yaml', contents: `replicas: ${n}, ${mark}\n` }] });
  const end = async (n) => {
    await site.submit(write(n));
    return until('it is over or waits', async () => {
      const { status } = await get(site, `${mark}-r${n}`);
      return ['queued', 'running'].includes(status) ? undefined : status;
    }, 60_000);
  };
  if ((await end(3)) !== 'awaiting_review') {
    return false;
  }
  const page = await browser.page({ login: false });
  await page.getByLabel('Token').waitFor();
  await tabTo(page, 'Token');
  await page.keyboard.type(await create(site, mark + '-reviewer', 'read,review'));
  await page.keyboard.press('Enter');
  await heading(page, 'Overview');
  await goTo(page, 'r', 'Review');
  await until('it is shown', async () => (await page.getByRole('button', { name: `Approve ${mark}-r3` }).count()) === 1);
  await act(page, `Approve ${mark}-r3`, 'Approve');
  await is(site, mark + '-r3', 'succeeded');
  require((await end(4)) === 'awaiting_review', 'the second waits, too');
  await until('it is shown', async () => (await page.getByRole('button', { name: `Reject ${mark}-r4` }).count()) === 1, 60_000);
  await act(page, `Reject ${mark}-r4`, 'Reject', 'too many');
  await is(site, mark + '-r4', 'rejected');

  const own = await browser.page();
  await own.goto(own.base + `/console/patch?id=${mark}-r3`);
  await heading(own, `Patch ${mark}-r3`);
  await act(own, 'Revert', 'Revert');
  await until('its page is shown', async () => !own.url().includes(mark + '-r3'), 60_000);
  require((await site.get('/v1/acts?what=revert_requested')).acts.some((one) => one.patch === mark + '-r3'), 'the revert is an act');
  return true;
}

export async function check(site, browser) {
  const mark = 'ka' + Date.now().toString(36);
  const page = await browser.page();
  await focusStays(site, page, mark);
  await deadLetters(site, page, mark);
  await release(site, page, mark);
  await revoke(site, page, mark);
  const reviewed = await review(site, browser, mark);
  return 'replay, replay of what was chosen, edit and replay, replay and discard of all that match, release, revoke' + (reviewed ? ', approve, reject, revert' : '; no workspace here asks for reviews') + ', with nothing but keys';
}
