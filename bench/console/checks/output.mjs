// A thousand lines a second for a minute: the page draws at 30 frames a second and more, and its memory does not grow.
import { require, until } from '../site.mjs';

const SECONDS = 60;
const SCRIPT = `python3 -c "
import time
begin = time.time()
for second in range(${SECONDS}):
    for tenth in range(10):
        for i in range(100):
            print('line', second * 1000 + tenth * 100 + i, 'of what a noisy build writes', flush=False)
        print(end='', flush=True)
        time.sleep(max(0, begin + second + (tenth + 1) / 10 - time.time()))
"`;

export async function check(site, browser) {
  const id = 'noisy-' + Date.now().toString(36);
  const page = await browser.page();
  await site.submit(site.command(id, SCRIPT, { timeout: '5m' }));
  await until('it runs', async () => (await site.get('/v1/patches/' + id)).status === 'running', 120_000);
  await page.goto(page.base + '/console/patch?id=' + id);
  await page.evaluate(() => {
    window.frames_ = 0;
    const count = () => {
      window.frames_++;
      requestAnimationFrame(count);
    };
    count();
  });
  await until('output comes', async () => (await page.locator('.output-block').count()) > 0);
  const client = await page.context().newCDPSession(page);
  const seen = [];
  for (let second = 0; second < SECONDS - 5; second += 5) {
    const before = await page.evaluate(() => [window.frames_, performance.now()]);
    await page.waitForTimeout(5000);
    const after = await page.evaluate(() => [window.frames_, performance.now()]);
    await client.send('HeapProfiler.collectGarbage');
    const { usedSize } = await client.send('Runtime.getHeapUsage');
    seen.push({ fps: (after[0] - before[0]) / ((after[1] - before[1]) / 1000), mib: usedSize / (1 << 20) });
  }
  await until('it is over', async () => (await site.get('/v1/patches/' + id)).status === 'succeeded', 60_000);
  await page.locator('.headline .state-succeeded').waitFor({ timeout: 30_000 });
  const shown = await page.locator('.output-log').evaluate((log) => log.textContent.length);
  const fps = seen.map((sample) => sample.fps);
  const mib = seen.map((sample) => sample.mib);
  const told = `frames a second ${Math.min(...fps).toFixed(0)} to ${Math.max(...fps).toFixed(0)}, heap ${mib.map((m) => m.toFixed(1)).join(' ')} MiB, ${shown} characters in the page at the end`;
  require(Math.min(...fps) >= 30, 'too few frames: ' + told);
  const half = mib[Math.floor(mib.length / 2)];
  require(mib.at(-1) < half * 1.3 + 2, 'memory grows: ' + told);
  return told;
}
