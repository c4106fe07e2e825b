// What was accepted and how runs ended, as bars side by side; the same as a table below. Drawn here and not by a library: bars in SVG that a screen reader, both themes and a strict content security policy can have
// (docs/decisions/0141). Drawn as wide as it is shown, so that its text has the same size everywhere.
import { html, svg, Part } from '../core/part.js';
import { clock, number, time } from '../core/format.js';

const HEIGHT = 180;
const TOP = 10;
const FLOOR = 152;
const LEFT = 44;
const NARROW = 480;
const WIDEST_BAR = 14;

const failures = (count) => count.failed + count.timed_out + count.refused + count.interrupted;

/** The smallest of 2, 4, 10, 20, 40 … that is as large: half of it is a whole number. */
function ceiling(value) {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return [1, 2, 4, 10, 20].map((step) => step * power).find((step) => step >= value && step % 2 === 0);
}

class Chart extends Part {
  label = '';
  #counts = [];
  #width = 720;

  get counts() {
    return this.#counts;
  }

  set counts(counts) {
    this.#counts = counts;
    this.update();
  }

  start() {
    const observer = new ResizeObserver(([entry]) => {
      const width = Math.max(200, Math.floor(entry.contentRect.width));
      if (width !== this.#width) {
        this.#width = width;
        this.update();
      }
    });
    observer.observe(this);
    this.end.addEventListener('abort', () => observer.disconnect(), { once: true });
  }

  #bars(count, i, slot, scale) {
    const width = Math.min(WIDEST_BAR, Math.max(1.5, slot * 0.38));
    const x = LEFT + i * slot + (slot - 2 * width) / 2;
    const accepted = count.accepted * scale;
    const good = count.succeeded * scale;
    const bad = failures(count) * scale;
    return svg`<g>
      <title>${time(count.from)}: ${number(count.accepted)} accepted, ${number(count.succeeded)} succeeded, ${number(failures(count))} failed</title>
      <rect class="bar-none" x=${LEFT + i * slot} y=${TOP} width=${slot} height=${FLOOR - TOP}/>
      <rect class="bar-accepted" x=${x} y=${FLOOR - accepted} width=${width} height=${accepted}/>
      <rect class="bar-succeeded" x=${x + width} y=${FLOOR - good} width=${width} height=${good}/>
      <rect class="bar-failed" x=${x + width} y=${FLOOR - good - bad} width=${width} height=${bad}/>
    </g>`;
  }

  #line(value, most) {
    const y = FLOOR - ((FLOOR - TOP) * value) / most;
    return svg`<path class=${value === 0 ? 'axis' : 'grid'} d="M${LEFT} ${y}H${this.#width}"/><text class="axis-text" x=${LEFT - 8} y=${y + 4} text-anchor="end">${number(value)}</text>`;
  }

  #times(slot) {
    const { length } = this.counts;
    const parts = this.#width < NARROW ? 2 : 4;
    return Array.from({ length: parts + 1 }, (_, part) => Math.min(length - 1, Math.round((length * part) / parts))).map((i, part) => svg`<text class="axis-text" x=${part === parts ? this.#width : LEFT + i * slot} y=${HEIGHT - 8} text-anchor=${part === parts ? 'end' : part === 0 ? 'start' : 'middle'}>${clock(this.counts[i].from)}</text>`);
  }

  view() {
    const { counts } = this;
    const most = ceiling(Math.max(2, ...counts.map((count) => Math.max(count.accepted, count.succeeded + failures(count)))));
    const slot = (this.#width - LEFT) / counts.length;
    return html`<svg width=${this.#width} height=${HEIGHT} viewBox="0 0 ${this.#width} ${HEIGHT}" role="img" aria-label=${this.label}>
      <defs><pattern id="hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect width="4" height="4" class="hatch-ground"/><path d="M0 0v4" class="hatch-line"/></pattern></defs>
      ${[0, most / 2, most].map((value) => this.#line(value, most))}
      ${counts.map((count, i) => this.#bars(count, i, slot, (FLOOR - TOP) / most))}
      ${this.#times(slot)}
    </svg>`;
  }
}
customElements.define('pl-chart', Chart);

export function chart(counts, title) {
  const sum = (what) => number(counts.reduce((all, count) => all + what(count), 0));
  const label = `${title}: ${sum((c) => c.accepted)} accepted, ${sum((c) => c.succeeded)} succeeded, ${sum(failures)} failed`;
  const rows = counts.filter((count) => count.accepted + count.succeeded + failures(count) + count.cancelled > 0);
  return html`<figure class="chart">
    <figcaption>${label}</figcaption>
    <pl-chart .counts=${counts} .label=${label}></pl-chart>
    <ul class="legend"><li class="key-accepted">accepted</li><li class="key-succeeded">succeeded</li><li class="key-failed">failed, timed out, refused, interrupted</li></ul>
    <details><summary>As a table</summary>
      ${rows.length
    ? html`<div class="scroll" tabindex="0" role="group" aria-label="${title} as a table"><table>
        <thead><tr><th scope="col">From</th><th scope="col">Accepted</th><th scope="col">Succeeded</th><th scope="col">Failed</th><th scope="col">Cancelled</th></tr></thead>
        <tbody>${rows.map((count) => html`<tr><th scope="row">${time(count.from)}</th><td>${number(count.accepted)}</td><td>${number(count.succeeded)}</td><td>${number(failures(count))}</td><td>${number(count.cancelled)}</td></tr>`)}</tbody>
      </table></div>`
    : html`<p>Nothing happened in this time.</p>`}
    </details>
  </figure>`;
}
