// The kinds of a patch as forms: which fields each has, and what they say together as JSON.
const DIFF = '--- a/src/app.py\n+++ b/src/app.py\n@@ -1 +1 @@\n-old\n+new\n';

const lines = (text) => text.split('\n').map((line) => line.trim()).filter(Boolean);

const target = { name: 'target_file', label: 'Target file', help: 'Relative to the workspace. Patches of one file run one after the other.' };

export const KINDS = {
  command: {
    label: 'Command',
    fields: [{ ...target, required: true }, { name: 'patch', label: 'Script', area: 'echo hello', required: true, help: 'A bash script, run in the workspace in a sandbox.' }],
    json: (values) => ({ role: 'command_patch', target_file: values.target_file, patch: values.patch }),
  },
  diff: {
    label: 'Diff',
    fields: [target, { name: 'patch', label: 'Diff', area: DIFF, required: true, help: 'A unified diff, a V4A patch, or search and replace blocks.' }],
    json: (values) => ({ target_file: values.target_file, patch: values.patch }),
  },
  replace: {
    label: 'Replace',
    fields: [{ ...target, required: true }, { name: 'search', label: 'Text to replace', area: '', required: true }, { name: 'replace', label: 'What stands there afterwards', area: '' }],
    json: (values) => ({ target_file: values.target_file, mutations: [{ path: values.target_file, search: values.search, replace: values.replace }] }),
  },
  write: {
    label: 'Write a file',
    fields: [{ ...target, required: true }, { name: 'contents', label: 'The whole file', area: '' }],
    json: (values) => ({ target_file: values.target_file, mutations: [{ path: values.target_file, contents: values.contents }] }),
  },
  delete: {
    label: 'Delete a file',
    fields: [{ ...target, required: true }],
    json: (values) => ({ target_file: values.target_file, mutations: [{ path: values.target_file, op: 'delete' }] }),
  },
};

export const OPTIONS = [
  { name: 'id', label: 'Id', help: 'A new name; one is made if it is left out.' },
  { name: 'description', label: 'Description' },
  { name: 'lane', label: 'Lane', help: 'The target file, if left out.' },
  { name: 'workspace', label: 'Workspace', help: 'A branch of a repository, where the service has some; the directory, if left out.' },
  { name: 'timeout', label: 'Timeout', help: 'Such as 90s or 10m.' },
  { name: 'build', label: 'Commands afterwards', area: '', rows: 3, help: 'One a line; the changes are rolled back if one fails.' },
];

/** The patch that the values of a form say; what was left out is left out. */
export function patchOf(kind, values) {
  const patch = {};
  for (const name of ['id', 'description', 'lane', 'workspace', 'timeout']) {
    patch[name] = values[name];
  }
  Object.assign(patch, KINDS[kind].json(values));
  if (values.build) {
    patch.postMutationBuild = lines(values.build);
  }
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== '' && value !== undefined));
}

/** The field of a form that a place in the patch belongs to. */
export function fieldAt(pointer) {
  if (pointer.startsWith('/mutations')) {
    return /\/(search|replace|contents)$/.exec(pointer)?.[1] ?? 'target_file';
  }
  return pointer.startsWith('/postMutationBuild') ? 'build' : pointer.split('/')[1];
}
