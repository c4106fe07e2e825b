// Text from patches and programs is text. What would not be seen, or would change how the rest is seen, is made visible.

// Control characters but tab and newline; marks that turn the direction of text, end its lines or join it invisibly (Unicode TR 36); U+FEFF.
// eslint-disable-next-line no-control-regex
const HIDDEN = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g;

/** The text with its hidden characters as their names. */
export function visible(text) {
  return String(text ?? '').replace(HIDDEN, (character) => {
    const code = character.codePointAt(0);
    return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '[U+' + code.toString(16).toUpperCase().padStart(4, '0') + ']';
  });
}

/** The beginning of a text, on one line. */
export function short(text, most = 120) {
  const line = visible(text).replaceAll(/\s+/g, ' ').trim();
  return line.length <= most ? line : line.slice(0, most - 1) + '…';
}
