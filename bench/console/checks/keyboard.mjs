// By keyboard alone: no click, no pointer. Focus can be seen at every step, and comes back from dialogs.
import { act, focused, goTo, heading, tabTo } from '../keys.mjs';
import { require, until } from '../site.mjs';

export async function check(site, browser) {
  const id = 'keys-' + Date.now().toString(36);
  await site.submit(site.command(id + '-fails', 'exit 9'), 20);
  const page = await browser.page({ login: false });
  await page.getByLabel('Token').waitFor();
  await tabTo(page, 'Token');
  await page.keyboard.type(site.token);
  await page.keyboard.press('Enter');
  await heading(page, 'Overview');
  await page.keyboard.press('Tab');
  require((await focused(page)).name.startsWith('To the content'), 'the first Tab leads over the navigation');

  await page.keyboard.press('?');
  await page.getByRole('heading', { name: 'Keyboard shortcuts' }).waitFor();
  await page.keyboard.press('Escape');
  for (const [key, name] of Object.entries({ p: 'Patches', d: 'Dead letters', l: 'Lanes and executors', r: 'Review', a: 'Acts', t: 'Tokens and clients', o: 'Overview', s: 'Submit' })) {
    await goTo(page, key, name);
  }
  await tabTo(page, 'Target file');
  await page.keyboard.type(id + '.txt');
  await tabTo(page, 'Script');
  await page.keyboard.type('echo by keyboard; sleep 60');
  await tabTo(page, 'Submit');
  await page.keyboard.press('Enter');
  await page.locator('.headline .state-running').waitFor({ timeout: 30_000 });
  await act(page, 'Cancel', 'Cancel the patch');
  await page.locator('.headline .state-cancelled').waitFor({ timeout: 30_000 });

  await goTo(page, 'p', 'Patches');
  await page.keyboard.press('/');
  await page.keyboard.type(id + '-fails');
  await page.keyboard.press('Enter');
  await until('the search narrows', async () => (await page.locator('[data-row]').count()) === 1);
  await page.locator('main').focus();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await heading(page, `Patch ${id}-fails`);
  await tabTo(page, 'Discard');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  await tabTo(page, 'Type discard');
  await page.keyboard.press('Escape');
  require((await focused(page)).name.startsWith('Discard'), 'the focus comes back from the dialog');
  // Fast fingers: the browser tells late that the question was closed, by when it is asked again.
  for (let times = 0; times < 10; times++) {
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('Enter');
  await tabTo(page, 'Type discard');
  await page.keyboard.type('discard');
  await page.keyboard.press('Enter');
  await until('it is discarded', async () => !(await site.get(`/v1/patches/${id}-fails`)).dead_letter);
  return 'log in, every page, submit, cancel, search, open, discard, with nothing but keys; the focus is always seen';
}
