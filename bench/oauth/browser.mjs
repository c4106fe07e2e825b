// A person's browser and its person: shows the consent page, and sends its form as it stands there with the token and an answer.
const text = html => html.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&');

export async function consent(url, token, decision = 'allow') {
  const page = await fetch(url, { redirect: 'manual' });
  if (page.status !== 200) throw new Error(`no page: ${page.status} ${page.headers.get('location') ?? (await page.text())}`);
  const html = await page.text();
  const form = new URLSearchParams();
  for (const [, name, value] of html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)) form.append(text(name), text(value));
  for (const [, value] of html.matchAll(/name="consent_scope" value="([^"]*)" checked/g)) form.append('consent_scope', value);
  form.append('consent_token', token);
  form.append('consent_decision', decision);
  const cookie = page.headers.get('set-cookie').split(';')[0];
  const answer = await fetch(new URL('/oauth/authorize', url), { method: 'POST', body: form, redirect: 'manual', headers: { cookie, origin: new URL(url).origin } });
  if (answer.status !== 303) throw new Error(`not sent on: ${answer.status} ${await answer.text()}`);
  return new URL(answer.headers.get('location'));
}
