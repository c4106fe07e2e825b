// A unified diff, read. Ours, because those that resolve here build HTML from strings, and this text comes from patches (docs/decisions/0141).
const HUNK = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** The diff as files, each with its lines: {kind: 'add'|'remove'|'same'|'hunk'|'meta', before, after, text}. */
export function files(diff) {
  const found = [];
  const at = { file: undefined, before: 0, after: 0, old: 0, fresh: 0 };
  const lines = diff.endsWith('\n') ? diff.slice(0, -1).split('\n') : diff.split('\n');
  for (const line of lines) {
    if (at.old > 0 || at.fresh > 0) {
      change(at, line);
    } else {
      between(at, line, found);
    }
  }
  return found;
}

/** A line of a hunk, whose head tells how many there are: a removed line may well look like the head of a file. */
function change(at, line) {
  const { file } = at;
  if (line.startsWith('+')) {
    file.added++;
    at.fresh--;
    file.lines.push({ kind: 'add', after: at.after++, text: line.slice(1) });
  } else if (line.startsWith('-')) {
    file.removed++;
    at.old--;
    file.lines.push({ kind: 'remove', before: at.before++, text: line.slice(1) });
  } else if (line === '' || line.startsWith(' ')) {
    at.old--;
    at.fresh--;
    file.lines.push({ kind: 'same', before: at.before++, after: at.after++, text: line.slice(1) });
  } else {
    // That the last line has no end; or that the diff is cut here.
    file.lines.push({ kind: 'meta', text: line });
  }
}

function between(at, line, found) {
  if (!at.file || line.startsWith('diff --git ') || (line.startsWith('--- ') && at.file.begun)) {
    at.file = { name: '', lines: [], added: 0, removed: 0, begun: false };
    found.push(at.file);
  }
  const hunk = HUNK.exec(line);
  if (hunk) {
    [at.before, at.old, at.after, at.fresh] = hunk.slice(1).map((field) => Number(field ?? 1));
    at.file.lines.push({ kind: 'hunk', text: line });
  } else {
    header(at.file, line);
  }
}

/** A name as it stands in a header: what follows a tab is none of it, one with quotes in it stands in quotes, and before it is the letter of its side. */
function name(text) {
  const plain = text.replace(/\t.*$/, '');
  return (/^".*"$/.test(plain) ? plain.slice(1, -1).replaceAll(/\\(.)/g, '$1') : plain).replace(/^[ab]\//, '');
}

/** Both names of the first line are the same, and a name may have blanks: so the line is cut in its middle, where it can be. */
function named(line) {
  const both = line.slice('diff --git '.length);
  const middle = (both.length - 1) / 2;
  const [before, after] = [name(both.slice(0, middle)), name(both.slice(middle + 1))];
  return before === after ? after : name(both.slice(both.lastIndexOf(' b/') + 1));
}

function header(file, line) {
  if (line.startsWith('--- ')) {
    file.begun = true;
    file.name ||= line === '--- /dev/null' ? '' : name(line.slice(4));
  } else if (line.startsWith('+++ ')) {
    file.name = line.startsWith('+++ /dev/null') ? file.name : name(line.slice(4));
  } else if (line.startsWith('diff --git ')) {
    file.name = named(line);
  } else if (line && !line.startsWith('index ')) {
    file.lines.push({ kind: 'meta', text: line });
  }
}
