// A person with a keyboard and no pointer.
import { require, until } from './site.mjs';

export const focused = (page) => page.evaluate(() => {
  const { activeElement: at } = document;
  const style = getComputedStyle(at);
  return { name: at.getAttribute('aria-label') ?? at.labels?.[0]?.innerText ?? at.innerText ?? '', tag: at.tagName, outline: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 };
});

/** Goes on with Tab until what has the focus is called so. */
export async function tabTo(page, name, key = 'Tab') {
  for (let i = 0; i < 150; i++) {
    await page.keyboard.press(key);
    const now = await focused(page);
    if (now.name.trim().startsWith(name)) {
      require(now.outline, `the focus on ${name} cannot be seen`);
      return;
    }
  }
  throw new Error('no Tab leads to ' + name);
}

export const heading = (page, name) => page.getByRole('heading', { name, level: 1 }).waitFor({ timeout: 60_000 });

/** Goes to a page by its two keys. */
export async function goTo(page, key, name) {
  const there = new URL(page.url()).pathname;
  await page.keyboard.press('g');
  await page.keyboard.press(key);
  await heading(page, name);
  if (new URL(page.url()).pathname === there) {
    return;
  }
  // The new page has the focus at its heading a moment after it is there.
  await until('its heading has the focus', () => page.evaluate(() => document.activeElement?.tagName === 'H1'));
}

/** Presses what is called so, and in the dialog that it opens what is called otherwise. */
export async function act(page, name, confirm, typed = '') {
  await tabTo(page, name);
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').waitFor();
  if (typed) {
    await page.keyboard.type(typed);
  }
  await tabTo(page, confirm);
  await page.keyboard.press('Enter');
}
