// What each reason of a dead letter means, and what to do: docs/dead-letters.md in a line each. A reason that is not here is told by its summary alone.
const LOOK = 'Read the output; replay when the cause is gone, or mend it.';
const FILES = ['The files are not as the patch expects.', 'Look at the files, then mend it.'];
const PLACE = ['The path leads outside or over a link, or the file cannot be changed.', 'Mend it, or mend the workspace and replay.'];

const REASONS = {
  command_failed: ['A command ended with another code than 0.', LOOK],
  command_killed: ['A command was ended by a signal.', LOOK],
  timed_out: ['A command ran longer than its timeout.', 'Mend it with a longer one, or make it faster.'],
  output_limit: ['A command wrote more than it may.', 'Mend it: write less, or into a file.'],
  out_of_memory: ['Its processes took more memory than they may.', 'Mend it to take less, or have the limit raised and replay.'],
  context_not_found: FILES,
  context_ambiguous: FILES,
  file_not_found: FILES,
  file_exists: FILES,
  invalid_patch: ['It asks for what cannot be done so: its summary says what.', 'Mend it.'],
  not_executable: ['What it would run is no command, but a diff or other text.', 'Mend it: send a diff as the string in “patch”.'],
  malformed_diff: ['The diff cannot be read.', 'Mend it.'],
  path_refused: PLACE,
  file_refused: PLACE,
  network_refused: ['It asks for the network, which is off here.', 'Have it allowed and replay, or mend it.'],
  setup_failed: ['The sandbox or the executor did not work: not the patch’s fault.', 'Mend the executor, then replay all of this reason.'],
  interrupted: ['Its executor died or was shut down in the middle: it may have half happened.', 'Look at what it did; replay if that is harmless.'],
  id_conflict: ['Another patch has this id already.', 'Mend it under a new id, or discard it.'],
  internal_error: ['A defect of Patchline.', 'Replay after an update.'],
  lane_held: ['An earlier patch of its lane failed and holds the lane; nothing of this one was done.', 'See to the one that holds the lane, and let these follow it.'],
  stale: ['What the patch was made on has changed since.', 'Make it anew on the tip of the branch, and mend it.'],
  conflict: ['The branch has moved on, and the patch does not go onto it as it is now.', 'Look at the branch, then mend it.'],
  revert_conflict: ['What it takes back was changed since.', 'Take the later patches back first, or mend by hand.'],
  not_revertible: ['What it takes back is not on the branch.', 'There is nothing to take back: discard it.'],
  push_refused: ['The repository refuses the push: a hook, a protected branch, or one that is checked out.', 'Have the repository take it, then replay.'],
  unknown_workspace: ['No executor has a workspace of this name.', 'Start one that has, then replay; or mend the name.'],
  undecodable: ['No patch that this version can read.', 'Find out who sent it; mend or discard it.'],
  delivery_limit: ['Executors that took it were lost again and again: it may be what kills them.', 'Look at the executors first; then replay or discard it.'],
  unexplained: ['Somebody put it there by hand.', 'Replay or discard it.'],
};

export const meaning = (reason) => REASONS[reason] ?? ['', ''];
