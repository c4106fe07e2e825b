// Two hundred hostile texts in every place that a patch has for text, and one of a megabyte: no script runs, nothing is asked elsewhere, nothing that is hidden stays so.
import { require, sleep } from '../site.mjs';
import { texts } from '../hostile.mjs';

/** As an id may be: 1 to 200 characters without control characters. */
// eslint-disable-next-line no-control-regex
const asId = (text, i) => `hostile-${i}-` + text.replace(/[\u0000-\u001f\u007f-\u009f]/g, '').slice(0, 150);

async function submitAll(site, all) {
  const ids = [];
  for (const [i, text] of all.entries()) {
    const plain = text.replaceAll('\u0000', '');
    const patch = {
      id: asId(text, i), role: 'command_patch', target_file: 'hostile.txt', lane: 'hostile-' + (i % 8) + plain.slice(0, 100), description: plain, metadata: { note: plain, [plain || 'x']: 1 },
      patch: `cat <<'EOF-OF-TEXT'\n${plain}\nEOF-OF-TEXT\n${i % 2 ? 'exit 3' : 'true'}`,
    };
    try {
      ids.push((await site.submit(patch)).id);
    } catch {
      ids.push((await site.submit({ ...patch, id: `hostile-plain-${i}-${Date.now()}`, lane: 'hostile-' + (i % 8) })).id);
    }
  }
  return ids;
}

export async function check(site, browser) {
  const all = texts();
  require(all.length === 200, 'two hundred texts, not ' + all.length);
  const ids = await submitAll(site, all);
  const file = all.map((text) => text.replaceAll(/[\u0000\r]/g, '')).join('\n');
  const big = await site.submit({ id: 'hostile-diff-' + Date.now(), target_file: 'hostile-diff.txt', description: 'x'.repeat(100_000), mutations: [{ path: 'hostile-diff.txt', contents: file + '\n' + '<b>'.repeat(250_000) }] }, 30);
  const last = ids.at(-1);
  for (let i = 0; i < 100 && !['succeeded', 'failed'].includes((await site.get('/v1/patches/' + encodeURIComponent(last))).status); i++) {
    await sleep(1000);
  }
  const page = await browser.page();
  const evil = [];
  page.on('dialog', (dialog) => {
    evil.push('a dialog: ' + dialog.message());
    dialog.dismiss();
  });
  page.on('framenavigated', (frame) => !frame.url().startsWith(page.base) && frame.url() !== 'about:blank' && evil.push('went to ' + frame.url()));
  const looks = ['/console/patches?text=hostile&limit=500', '/console/dead-letters', '/console/lanes', '/console/acts', '/console/review', `/console/patch?id=${big.id}`,
    ...ids.map((id) => '/console/patch?' + new URLSearchParams({ id })), ...ids.filter((id, i) => i % 10 === 1).map((id) => '/console/mend?' + new URLSearchParams({ id })),
    ...all.slice(0, 40).map((text) => '/console/patches?' + new URLSearchParams({ text, lane: text })), ...all.slice(0, 20).map((text) => '/console/patch?' + new URLSearchParams({ id: text }))];
  let slowest = 0;
  for (const address of looks) {
    await page.goto(page.base + address);
    const began = Date.now();
    await page.locator('main h1').waitFor();
    slowest = Math.max(slowest, Date.now() - began);
    await page.waitForTimeout(address.includes(big.id) ? 3000 : 150);
    const ran = await page.evaluate(() => ({ pwned: window.pwned, foreign: document.querySelectorAll('main iframe, main object, main embed, main script, main base, main meta, main link, main style, main video, main math, main img').length, handlers: [...document.querySelectorAll('main *')].filter((e) => [...e.attributes].some((a) => a.name.startsWith('on') || /^\s*javascript:/i.test(a.value))).length }));
    if (ran.pwned || ran.foreign || ran.handlers) {
      evil.push(`${address}: ${JSON.stringify(ran)}`);
    }
  }
  evil.push(...page.complaints.filter((complaint) => !/unreachable/.test(complaint)));
  require(evil.length === 0, evil.slice(0, 20).join('\n'));
  return `${all.length} texts in id, lane, description, metadata, command, output and diff, one of 1 MB, on ${looks.length} pages: no script ran, no element of theirs, no other host was asked`;
}
