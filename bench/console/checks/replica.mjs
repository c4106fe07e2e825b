// The ingest replica that a page talks to is killed; the page goes on at the other, in the same session.
import { require, until } from '../site.mjs';

export async function check(site, browser) {
  const replica = await site.replica();
  const way = await site.way(replica.port, site.port);
  const id = 'replica-' + Date.now().toString(36);
  const page = await browser.page({ base: way.base });
  await site.submit(site.command(id, 'for i in $(seq 1 300); do echo "number $i"; sleep 0.1; done'));
  await until('it runs', async () => (await site.get('/v1/patches/' + id)).status === 'running', 120_000);
  await page.goto(way.base + '/console/patch?id=' + id);
  await page.locator('.output-block', { hasText: 'number' }).first().waitFor({ timeout: 30_000 });
  replica.kill();
  await until('it is over', async () => (await site.get('/v1/patches/' + id)).status === 'succeeded', 90_000);
  await page.locator('.headline .state-succeeded').waitFor({ timeout: 30_000 });
  await page.getByText('complete', { exact: true }).waitFor();
  const text = await page.locator('.output-log').evaluate((log) => [...log.querySelectorAll('.output-block')].map((block) => block.textContent).join(''));
  const numbers = [...text.matchAll(/number (\d+)\n/g)].map((match) => Number(match[1]));
  require(numbers.length === 300 && numbers.every((n, i) => n === i + 1), `${numbers.length} of 300 lines`);
  await page.getByRole('link', { name: 'Patches', exact: true }).click();
  await page.locator('[data-row]').first().waitFor();
  return 'the session is good at both, all 300 lines are there, and the list works';
}
