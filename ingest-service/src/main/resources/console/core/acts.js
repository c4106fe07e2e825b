// What a person can do with a patch: each act asks first where it cannot be taken back, and is one request of the API.
import { api, path } from './api.js';
import { html } from './part.js';
import { visible } from './text.js';
import { ask } from '../parts/dialog.js';

export const letter = (id) => path`/v1/dead-letters/${id}`;

export const cancelPatch = (id, after) => ask({
  title: 'Cancel this patch?',
  text: 'If it runs it is ended, with all that it started, and its file changes are rolled back. If it waits it never begins.',
  action: 'Cancel the patch',
  danger: true,
  run: async () => {
    await api.post(path`/v1/patches/${id}/cancel`);
    after();
  },
});

/** Said of a patch that holds its lane, where it is replayed. */
export const WITH_HELD = 'When it has succeeded, those that were set aside because of it follow, in order';

export const replayLetter = (id, holds, after) => ask({
  title: 'Replay this patch?',
  text: 'The patch goes to the end of its lane as it was and runs again, under the same id.',
  action: 'Replay',
  option: holds ? WITH_HELD : undefined,
  run: async (typed, withHeld) => after(await api.post(letter(id) + '/replay', withHeld ? { withHeld: true } : {})),
});

export const discardLetter = (id, after) => ask({
  title: 'Discard this dead letter?',
  text: 'It is gone for good and can never be replayed. The log keeps who did it.',
  action: 'Discard',
  danger: true,
  type: 'discard',
  run: async () => {
    await api.delete(letter(id));
    after();
  },
});

/** @param {string[]} notShown what of the commit whoever approves does not see here: then they have to say that they have seen it elsewhere */
export const approvePatch = (id, commit, notShown, after) => ask({
  title: notShown.length ? 'Approve a commit that is not shown in full?' : 'Approve this commit?',
  text: notShown.length
    ? html`<p>Commit <bdi>${visible(commit)}</bdi> is put on the branch with all that is in it, and not all of it is shown here.</p><ul>${notShown.map((text) => html`<li>${text}</li>`)}</ul>`
    : `Commit ${visible(commit)} is put on the branch, exactly as it is shown here.`,
  action: 'Approve',
  must: notShown.length ? `I have looked at ${visible(commit)} in the repository` : undefined,
  run: async () => {
    await api.post(path`/v1/patches/${id}/approve`, { commit });
    after();
  },
});

/** @param {string|undefined} commit what is shown: another one that has come to wait meanwhile is not rejected unseen */
export const rejectPatch = (id, commit, after) => ask({
  title: 'Reject this patch?',
  text: 'Nothing of it comes onto the branch.',
  action: 'Reject',
  danger: true,
  reason: 'Why',
  run: async (reason) => {
    await api.post(path`/v1/patches/${id}/reject`, { reason, commit });
    after();
  },
});

export const revertPatch = (id, after) => ask({
  title: 'Take this patch back?',
  text: 'A new patch is submitted that undoes its commit, in the same lane.',
  action: 'Revert',
  run: async () => after(await api.post(path`/v1/patches/${id}/revert`)),
});
