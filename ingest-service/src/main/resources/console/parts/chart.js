// What was accepted and how runs ended, as bars side by side; the same as a table below. Drawn here and not by a library: three bars in SVG that a screen reader, both themes and a strict content security
// policy can have (docs/decisions/0141).
import { html, svg } from '../core/part.js';
import { clock, number, time } from '../core/format.js';

const WIDTH = 720;
const HEIGHT = 150;
const FLOOR = 130;

const failures = (count) => count.failed + count.timed_out + count.refused + count.interrupted;

/** The smallest of 1, 2, 5, 10, 20 … that is as large. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 5, 10].map((step) => step * power).find((step) => step >= value);
}

function bars(count, i, slot, scale) {
  const x = 40 + i * slot;
  const width = Math.max(1.5, slot * 0.4);
  const accepted = count.accepted * scale;
  const good = count.succeeded * scale;
  const bad = failures(count) * scale;
  return svg`<g>
    <title>${time(count.from)}: ${number(count.accepted)} accepted, ${number(count.succeeded)} succeeded, ${number(failures(count))} failed</title>
    <rect class="bar-accepted" x=${x} y=${FLOOR - accepted} width=${width} height=${accepted}/>
    <rect class="bar-succeeded" x=${x + width} y=${FLOOR - good} width=${width} height=${good}/>
    <rect class="bar-failed" x=${x + width} y=${FLOOR - good - bad} width=${width} height=${bad}/>
  </g>`;
}

export function chart(counts, title) {
  const most = ceiling(Math.max(1, ...counts.map((count) => Math.max(count.accepted, count.succeeded + failures(count)))));
  const slot = (WIDTH - 44) / counts.length;
  const sum = (what) => number(counts.reduce((all, count) => all + what(count), 0));
  const label = `${title}: ${sum((c) => c.accepted)} accepted, ${sum((c) => c.succeeded)} succeeded, ${sum(failures)} failed`;
  const rows = counts.filter((count) => count.accepted + count.succeeded + failures(count) + count.cancelled > 0);
  return html`<figure class="chart">
    <figcaption>${label}</figcaption>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label=${label}>
      <defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" class="hatch-ground"/><path d="M0 0v4" class="hatch-line"/></pattern></defs>
      <path class="axis" d="M38 10V${FLOOR}H${WIDTH}"/>
      <text class="axis-text" x="34" y="16" text-anchor="end">${number(most)}</text>
      <text class="axis-text" x="34" y=${FLOOR} text-anchor="end">0</text>
      ${counts.map((count, i) => bars(count, i, slot, (FLOOR - 12) / most))}
      ${[0, Math.floor(counts.length / 2), counts.length - 1].map((i) => svg`<text class="axis-text" x=${40 + i * slot} y=${HEIGHT - 4} text-anchor=${i === counts.length - 1 ? 'end' : 'start'}>${clock(counts[i].from)}</text>`)}
    </svg>
    <ul class="legend"><li class="key-accepted">accepted</li><li class="key-succeeded">succeeded</li><li class="key-failed">failed, timed out, refused, interrupted</li></ul>
    <details><summary>As a table</summary>
      <div class="scroll" tabindex="0" role="group" aria-label="${title} as a table"><table>
        <thead><tr><th scope="col">From</th><th scope="col">Accepted</th><th scope="col">Succeeded</th><th scope="col">Failed</th><th scope="col">Cancelled</th></tr></thead>
        <tbody>${rows.map((count) => html`<tr><th scope="row">${time(count.from)}</th><td>${number(count.accepted)}</td><td>${number(count.succeeded)}</td><td>${number(failures(count))}</td><td>${number(count.cancelled)}</td></tr>`)}</tbody>
      </table></div>
    </details>
  </figure>`;
}
