// What a report says was changed, file by file, and what of it its diff shows. A diff may be cut, and whoever judges a change has to know what of it they do not see: so files and numbers are the report's own (docs/decisions/0192).
import { files as sectionsOf } from './diff.js';
import { count } from './format.js';

/** So many lines of a file are drawn: a browser takes long for more. */
export const MOST_LINES = 2000;

/** So many files are open at first, for the same reason. */
const OPEN = 20;

const BINARY = /^Binary files (?:.* )?differ$/;

const known = new WeakMap();

/** By commit, the files that somebody has opened here: what a commit changes stays the same, however often it is asked for. */
const opened = new Map();

/** The changed files in the report's order, and behind them those that only its diff has: {path, kind, mode, added, removed, lines, shown}, where shown is 'all', 'part', 'none' or 'binary'. */
export function changeOf(report) {
  if (!known.has(report)) {
    known.set(report, read(report));
  }
  return known.get(report);
}

function read({ files = [], diff, omitted }) {
  const sections = diff ? sectionsOf(diff) : [];
  const byName = new Map();
  for (const section of sections) {
    byName.set(section.name, [...(byName.get(section.name) ?? []), section]); // a file that becomes a link has two
  }
  const cut = omitted?.diffCharacters ? { at: sections.at(-1) } : undefined;
  const told = files.map((file) => fileOf({ path: file.path, kind: file.kind, mode: file.mode, added: file.addedLines, removed: file.removedLines }, byName.get(file.path) ?? [], cut));
  files.forEach((file) => byName.delete(file.path));
  const others = [...byName.values()].flat().map((section) => fileOf({ path: section.name, added: section.added, removed: section.removed }, [section], cut));
  return [...told, ...others].map((file, i) => ({ ...file, i, key: `${i} ${file.path}` }));
}

function fileOf(file, sections, cut) {
  const lines = sections.flatMap((section) => section.lines);
  return { ...file, lines, shown: shown(file, sections, lines, cut) };
}

function shown(file, sections, lines, cut) {
  const [added, removed] = ['added', 'removed'].map((what) => sections.reduce((sum, section) => sum + section[what], 0));
  if (lines.some((line) => line.kind === 'meta' && BINARY.test(line.text))) {
    return 'binary';
  }
  if (sections.length === 0) {
    return file.added + file.removed > 0 || cut ? 'none' : 'all';
  }
  if (added < file.added || removed < file.removed) {
    return added + removed > 0 ? 'part' : 'none';
  }
  // Where the diff is cut, whatever else there was of its last file is gone with it: such as that it is binary.
  return lines.length > MOST_LINES || (cut && sections.includes(cut.at)) ? 'part' : 'all';
}

/** Whether the lines of a file, if it has any, are shown without another click: of the first ones, and of those of a commit that somebody has opened. */
export const isOpen = (report, file) => file.lines.length > 0 && (file.i < OPEN || Boolean(opened.get(report.git?.commit)?.has(file.key)));

/** Somebody has opened a file. What has no commit is not judged. */
export function open(report, file) {
  const commit = report.git?.commit;
  if (commit) {
    opened.set(commit, (opened.get(commit) ?? new Set()).add(file.key));
  }
}

/** The files whose lines are there and not seen, because nobody has opened them. */
export const foldedOf = (report) => changeOf(report).filter((file) => file.lines.length > 0 && file.shown !== 'binary' && !isOpen(report, file));

/** The changed files in numbers: those that the report has no room for, too, whose lines nobody knows. */
export function totalsOf(report) {
  const all = changeOf(report);
  const omitted = report.omitted?.files ?? 0;
  return { files: Math.max(all.length, (report.files ?? []).length + omitted), omitted, added: sum(all, 'added'), removed: sum(all, 'removed') };
}

const sum = (files, what) => files.reduce((all, file) => all + file[what], 0);

/**
 * What is not shown of what a patch changed, a sentence each; none where all of it is.
 *
 * @param commit the one that is judged, where one is
 */
export function notShown(patch, commit) {
  const report = patch?.outcome?.report;
  if (!report) {
    return ['What it changed is not here.'];
  }
  const all = changeOf(report);
  const of = (shown) => all.filter((file) => file.shown === shown).length;
  const [cut, files, none, part, binary] = [report.omitted?.diffCharacters, report.omitted?.files, of('none'), of('part'), of('binary')];
  const folded = commit ? foldedOf(report).length : 0;
  return [
    commit && patch.more && 'The rest of what it changed is still to come.',
    commit && report.git?.commit !== commit && 'What is shown is not of the commit that waits.',
    commit && all.length === 0 && !files && 'No change is told.',
    ...(commit ? unsaid(report.git ?? {}) : []),
    cut && `The diff is cut: ${count(cut, 'character')} of it, or more, are left out.`,
    files && `${count(files, 'changed file')} ${files === 1 ? 'is' : 'are'} not listed.`,
    none && `${count(none, 'file')} of those listed ${none === 1 ? 'is' : 'are'} not shown at all.`,
    part && `${count(part, 'file')} ${part === 1 ? 'is' : 'are'} shown in part.`,
    folded && `${count(folded, 'file')} ${folded === 1 ? 'is' : 'are'} folded: open ${folded === 1 ? 'it' : 'them'} to see what is changed there.`,
    binary && `${count(binary, 'file')} ${binary === 1 ? 'is' : 'are'} binary, or said to be so by the repository: nothing of the contents is shown.`,
  ].filter(Boolean);
}

/** What of the commits themselves is not shown: all that they say is part of what comes to the branch, and so is what one of them adds and a later one removes. */
function unsaid({ commits = [], log = [] }) {
  const many = Math.max(1, commits.length);
  const cut = log.reduce((all, said) => all + (said.omittedCharacters ?? 0), 0);
  return [
    many > 1 && `${count(many, 'commit')} come to the branch, and the diff is what they make together: what one of them adds and a later one takes away again is not in it.`,
    log.length !== many && 'What the commits say is not here.',
    cut && `${count(cut, 'character')}, or more, of what the commits say are left out.`,
  ];
}
