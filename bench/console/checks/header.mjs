// The bar above every page at each width: in one row, nothing over anything else, nothing cut; where it is narrow every way is behind one button, by keyboard too.
import { require } from '../site.mjs';

const WIDTHS = [1280, 1024, 993, 992, 900, 320];
const ONE_ROW_FROM = 993;
const LONG = 'a-service-of-the-department-for-long-names';

/** What lies over something else, or is cut or out of sight. */
const wrong = (page) => page.evaluate(() => {
  const shown = [...document.querySelectorAll('.top a:not(.skip), .top button, .top .name')].filter((element) => element.checkVisibility());
  const found = [];
  for (const [i, one] of shown.entries()) {
    const a = one.getBoundingClientRect();
    if (a.left < 0 || a.right > innerWidth) {
      found.push(one.textContent.trim() + ' is out of sight');
    }
    if (!one.matches('.name') && one.scrollWidth > one.clientWidth + 1) {
      found.push(one.textContent.trim() + ' is cut');
    }
    for (const other of shown.slice(i + 1)) {
      const b = other.getBoundingClientRect();
      if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1) {
        found.push(`${one.textContent.trim()} lies over ${other.textContent.trim()}`);
      }
    }
  }
  return found;
});

const height = (page) => page.locator('.top').evaluate((bar) => bar.getBoundingClientRect().height);

export async function check(site, browser) {
  const { execFileSync } = await import('node:child_process');
  const name = LONG + Date.now();
  const made = execFileSync(site.root + '/patchline', ['token', 'create', '--name', name, '--scope', 'submit,read,review,operate', '--file', site.state + '/tokens'], { encoding: 'utf8' });
  const page = await browser.page({ login: false });
  await page.getByLabel('Token').fill(/pl_\w+/.exec(made)[0]);
  await page.getByRole('button', { name: 'Log in' }).click();
  await page.getByRole('heading', { name: 'Overview' }).waitFor({ timeout: 60_000 });
  const menu = page.getByRole('button', { name: 'Menu' });
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const found = await wrong(page);
    require(found.length === 0, `at ${width} pixels: ${found.join('; ')}`);
    require((await height(page)) < 64, `at ${width} pixels the bar is ${await height(page)} pixels high`);
    require((await menu.isVisible()) === width < ONE_ROW_FROM, `at ${width} pixels there is ${width < ONE_ROW_FROM ? 'no' : 'a'} menu`);
  }
  require(!(await page.getByRole('link', { name: 'Acts' }).isVisible()), 'the ways are behind the button');
  await menu.focus();
  await page.keyboard.press('Enter');
  for (const way of ['Overview', 'Patches', 'Submit', 'Dead letters', 'Lanes', 'Review', 'Acts', 'Tokens']) {
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: way, exact: true }).waitFor();
  }
  const found = await wrong(page);
  require(found.length === 0, 'the open menu: ' + found.join('; '));
  const violations = await browser.violations(page);
  require(violations.length === 0, 'the open menu: ' + violations.join('; '));
  await page.keyboard.press('Escape');
  require((await menu.getAttribute('aria-expanded')) === 'false' && (await menu.evaluate((button) => button === document.activeElement)), 'Escape closes it, and the focus is where it was');
  await menu.click();
  await page.getByRole('link', { name: 'Acts', exact: true }).click();
  await page.getByRole('heading', { name: 'Acts', level: 1 }).waitFor();
  require((await menu.getAttribute('aria-expanded')) === 'false', 'it closes when a page was chosen');
  await page.context().close();
  await site.call('DELETE', '/v1/tokens/' + name);
  return `one row at ${WIDTHS.join(', ')} pixels, nothing cut, nothing over anything else; the menu by keyboard and pointer`;
}
