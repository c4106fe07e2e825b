// Colours that a program asks a terminal for (ECMA-48, SGR) as classes; every other sequence is left out of what is shown. The executors take them out already; what comes from elsewhere may have them.
import { visible } from './text.js';

// eslint-disable-next-line no-control-regex
const SEQUENCE = /\u001b(?:\[([0-?]*)[ -/]*([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)|[@-Z\\-_])/g;
const COLOURS = ['black', 'red', 'green', 'yellow', 'blue', 'magenta', 'cyan', 'white'];

/** Pieces of text, each with the names of its classes. */
export function pieces(text) {
  if (!text.includes('\u001b')) {
    return [{ text: visible(text), classes: '' }];
  }
  const found = [];
  const style = { colour: '', bold: '' };
  let begin = 0;
  for (const match of text.matchAll(SEQUENCE)) {
    add(found, text.slice(begin, match.index), style);
    begin = match.index + match[0].length;
    if (match[2] === 'm') {
      match[1].split(';').forEach((code) => apply(style, Number(code)));
    }
  }
  add(found, text.slice(begin), style);
  return found;
}

function add(found, text, style) {
  if (text) {
    found.push({ text: visible(text), classes: [style.colour, style.bold].filter(Boolean).join(' ') });
  }
}

function apply(style, code) {
  if (code === 0) {
    style.colour = style.bold = '';
  } else if (code === 1) {
    style.bold = 'ansi-bold';
  } else if (code === 22) {
    style.bold = '';
  } else if (code === 39) {
    style.colour = '';
  } else if ((code >= 30 && code <= 37) || (code >= 90 && code <= 97)) {
    style.colour = 'ansi-' + COLOURS[code % 10];
  }
}
