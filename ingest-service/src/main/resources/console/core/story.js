// The story of one patch as its page needs it: what the service tells, kept up to date while the patch goes on, and its live output.
import { api, path } from './api.js';
import { storyAddress } from './first.js';
import { pause } from './part.js';
import { follow } from './sse.js';
import { withSlot } from './slots.js';
import { isOver } from '../parts/state.js';

const POLL = 5_000;

export class Story extends EventTarget {
  patch = undefined;
  submitted = undefined;
  problem = undefined;
  /** The patch because of which its lane is held, as long as it is: it may be this one. */
  heldBy = undefined;
  stream = 'off';
  #id;
  #end;
  #output;
  #last = '';
  #asking = undefined;
  #letterOf = undefined;

  constructor(id, end) {
    super();
    this.#id = id;
    this.#end = end;
  }

  /** Begins; the element gets what commands write. */
  async begin(output) {
    this.#output = output;
    await this.load();
    this.#loadSubmitted();
    this.#lookWhileItStreams();
    while (!this.#end.aborted) {
      const over = this.patch && isOver(this.patch.status);
      const run = this.patch?.run;
      if (this.patch && this.#last !== 'end-' + run) {
        await this.#stream();
      }
      await pause(POLL, this.#end);
      if (!this.#end.aborted) {
        await this.load();
        if (over && this.patch?.run > run) {
          this.#last = '';
        }
      }
    }
  }

  /** A stream tells output and the end, not that a patch has begun: one that writes nothing would be shown as waiting. */
  async #lookWhileItStreams() {
    while (!this.#end.aborted) {
      await pause(POLL, this.#end);
      if (!this.#end.aborted && this.patch && !isOver(this.patch.status)) {
        await this.load();
      }
    }
  }

  /** Asks for the story; the whole outcome where the short one is cut. */
  load() {
    this.#asking ??= this.#load().finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #load() {
    if (this.patch === undefined) {
      this.#loadStory();
    }
    try {
      const short = await api.get(path`/v1/patches/${this.#id}`, this.#end);
      this.problem = undefined;
      if (short.more && !this.patch?.outcome) {
        this.patch = short; // what is there is shown while the rest comes
        this.#changed();
      }
      this.patch = short.more ? await api.get(path`/v1/patches/${this.#id}?output=full`, this.#end) : short;
    } catch (problem) {
      if (!this.#end.aborted) {
        this.problem = problem;
      }
    }
    this.#changed();
    this.#loadHold();
  }

  /** Only its dead letter tells of the hold: asked for once in a run, and again as long as there is one, since it may end. */
  async #loadHold() {
    const { run, dead_letter: dead } = this.patch ?? {};
    if (!dead) {
      this.#letterOf = this.heldBy = undefined;
      return;
    }
    if (this.#letterOf === run && !this.heldBy) {
      return;
    }
    const letter = await api.get(path`/v1/dead-letters/${this.#id}`, this.#end).catch(() => undefined);
    if (letter) {
      this.#letterOf = run;
      this.heldBy = letter.holds_lane ? this.#id : letter.held_by;
      this.#changed();
    }
  }

  /** What the service knows without the broker, to be shown while the outcome is read from there. What is wrong with the patch, the other request tells. */
  async #loadStory() {
    const story = await api.get(storyAddress(this.#id), this.#end).catch(() => undefined);
    if (story && this.patch === undefined) {
      this.patch = story;
      this.#changed();
    }
  }

  async #loadSubmitted() {
    try {
      this.submitted = await api.get(path`/v1/patches/${this.#id}/patch`, this.#end);
    } catch (problem) {
      this.submitted = { problem };
    }
    this.#changed();
  }

  async #stream() {
    let attempt = '';
    const had = await withSlot(() => follow(path`/v1/patches/${this.#id}/output?follow=true`, {
      signal: this.#end,
      last: this.#last,
      event: (name, text, id) => {
        const data = JSON.parse(text);
        if (name === 'end') {
          this.#last = 'end-' + data.run;
          return true;
        }
        this.#last = id;
        this.#output.add(name, data);
        if (attempt !== `${data.run}.${data.attempt}`) {
          attempt = `${data.run}.${data.attempt}`;
          this.load();
        }
        return false;
      },
      state: (state) => {
        this.stream = typeof state === 'string' ? state : 'off';
        this.#changed();
      },
    }));
    if (!had) {
      this.stream = 'waiting';
    } else if (!this.#end.aborted) {
      this.stream = 'over';
      await this.load();
      this.#fill();
      this.#output.over();
    }
    this.#changed();
  }

  /** What was not told live, from the outcome. */
  #fill() {
    const report = this.patch?.outcome?.report;
    if (report) {
      this.#output.fill(this.patch.run, this.patch.attempt, report.commands);
    }
  }

  #changed() {
    this.dispatchEvent(new Event('change'));
  }
}
