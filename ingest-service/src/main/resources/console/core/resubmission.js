// A patch as it stands in its message, written again as it would be submitted: what an editor begins with.
const ACTIONS = {
  write_file: ({ path, contents, mode }) => ({ path, op: 'upsert', contents, mode }),
  delete_file: ({ path }) => ({ path, op: 'delete' }),
  change_mode: ({ path, mode }) => ({ path, op: 'chmod', mode }),
  replace_text: ({ path, pattern, replacement, matching, occurrences }) => (matching === 'block'
    ? { path, search: pattern, replace: replacement, occurrences }
    : { path, pattern, replacement, occurrences }),
  run_command: ({ script, cwd, env, strict }) => ({ shell: [script], cwd, env, strict }),
};

const USUAL = { retries: 0, idempotent: false, dryRun: false, onFailure: 'rollback' };

function given(values) {
  return Object.fromEntries(Object.entries(values).filter(([name, value]) => value !== undefined && value !== USUAL[name]));
}

/** Without its id: it is another patch. */
export function resubmission(patch) {
  const { role, target_file, lane, workspace, description, callback, commit = {}, actions = [], options = {}, metadata = {}, extra = {}, pointers = [] } = patch;
  const at = (i, place) => (pointers[i] ?? '').startsWith(place);
  const { base, review, message } = commit;
  const made = given({ role, target_file, lane: lane === target_file ? undefined : lane, workspace, description, callback, base: base?.commit ?? base?.files, review: review || undefined, message, ...options, ...extra });
  const mutations = [];
  const build = [];
  actions.forEach((action, i) => {
    if (action.type === 'apply_diff') {
      made.patch = action.diff;
    } else if (action.type === 'run_command' && at(i, '/postMutationBuild')) {
      build.push(action.script);
    } else if (action.type === 'run_command' && at(i, '/patch') && !at(i, '/patch/')) {
      Object.assign(made, given({ patch: action.script, cwd: action.cwd, env: action.env, strict: action.strict }));
    } else {
      mutations.push(given(ACTIONS[action.type]?.(action) ?? action));
    }
  });
  if (mutations.length) {
    made.mutations = mutations;
  }
  if (build.length) {
    made.postMutationBuild = build;
  }
  if (Object.keys(metadata).length) {
    made.metadata = metadata;
  }
  return made;
}
