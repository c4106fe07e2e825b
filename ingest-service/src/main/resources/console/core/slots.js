// A browser has six connections to a service over HTTP/1.1, for all tabs together, and each stream takes one for itself. So at most four tabs stream at a time; the others ask again and again until a place is free.
const SLOTS = ['patchline-stream-1', 'patchline-stream-2', 'patchline-stream-3', 'patchline-stream-4'];

/** Runs the task with a place, as long as it goes on; answers false where none is free. */
export async function withSlot(task) {
  if (!navigator.locks) {
    await task(); // only in pages without https off this machine, where nobody can log in
    return true;
  }
  for (const name of SLOTS) {
    const had = await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
      if (lock) {
        await task();
      }
      return Boolean(lock);
    });
    if (had) {
      return true;
    }
  }
  return false;
}
