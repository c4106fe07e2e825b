// A closed laptop: the network is gone for 60 seconds, and nothing is missed, neither of what a command wrote nor of what happened.
import { require, sleep, until } from '../site.mjs';

const LINES = 900;

export async function check(site, browser) {
  const way = await site.way(site.port);
  const id = 'cut-' + Date.now().toString(36);
  const page = await browser.page({ base: way.base });
  await site.submit(site.command(id, `for i in $(seq 1 ${LINES}); do echo "number $i"; sleep 0.1; done`, { timeout: '10m' }));
  await until('it runs', async () => (await site.get('/v1/patches/' + id)).status === 'running', 120_000);
  await page.goto(way.base + '/console/patch?id=' + id);
  await page.locator('.output-block', { hasText: 'number' }).first().waitFor({ timeout: 30_000 });
  const list = await page.context().newPage();
  await list.goto(way.base + '/console/patches?text=' + id);
  await list.getByText('Live', { exact: true }).waitFor();
  way.cut();
  await site.submit(site.command(id + '-meanwhile', 'true'), 20);
  await sleep(60_000);
  way.mend();
  await list.locator('[data-row]', { hasText: id + '-meanwhile' }).waitFor({ timeout: 45_000 });
  await until('the patch is over', async () => (await site.get('/v1/patches/' + id)).status === 'succeeded', 120_000);
  await page.locator('.headline .state-succeeded').waitFor({ timeout: 60_000 });
  await page.getByText('complete', { exact: true }).waitFor();
  const text = await page.locator('.output-log').evaluate((log) => [...log.querySelectorAll('.output-block')].map((block) => block.textContent).join(''));
  const numbers = [...text.matchAll(/number (\d+)\n/g)].map((match) => Number(match[1]));
  const gaps = await page.locator('.output-gap').allTextContents();
  require(gaps.length === 0, 'gaps are left: ' + gaps.join(' | '));
  require(numbers.length === LINES && numbers.every((n, i) => n === i + 1), `${numbers.length} of ${LINES} lines, in order: ${numbers.every((n, i) => n === i + 1)}`);
  return `all ${LINES} lines once and in order after 60 s without a network, and the patch that came meanwhile is in the list`;
}
