// What a new installation shows: how the first patch is submitted.
import { html } from '../core/part.js';
import { copyCurl, curl } from './curl.js';

const FIRST = { id: 'first', role: 'command_patch', target_file: 'hello.txt', patch: 'echo hello | tee hello.txt' };

export function firstSteps() {
  const command = curl('POST', '/webhook', FIRST);
  return html`<p>Send one from a shell:</p><pre class="code" tabindex="0">${command}</pre>
    <p class="buttons">${copyCurl(command)} <a class="button primary" href="/console/submit">Or fill in a form</a></p>`;
}
