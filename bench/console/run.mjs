// Runs the checks one after the other and says of each what was seen.
import { Browser } from './browser.mjs';
import { Site } from './site.mjs';

const ALL = ['pages', 'modules', 'header', 'glance', 'journey', 'acts', 'review', 'keyboard', 'keyacts', 'hostile', 'cut', 'replica', 'output', 'many'];
const names = process.argv.slice(2).length ? process.argv.slice(2) : ALL;

const site = await Site.find();
const browser = await Browser.start(site);
let failed = 0;
for (const name of names) {
  const { check } = await import(`./checks/${name}.mjs`);
  const began = Date.now();
  try {
    const seen = await check(site, browser);
    console.log(`ok    ${name} (${((Date.now() - began) / 1000).toFixed(1)} s): ${seen}`);
  } catch (error) {
    failed++;
    console.log(`WRONG ${name}: ${error.stack}`);
  }
}
await browser.close();
await site.close();
process.exit(failed ? 1 : 0);
