/** Of the event loop. */
const READING_TURNS = 2;

/**
 * Resolves when nothing will come in at a socket any more, as far as it can tell. Also what has reached it is read
 * then: a timer is called before that, and it is read in the turn that begins after those who are ready now.
 */
export async function atRest(socket: { readonly atRest?: (() => Promise<void>) | undefined }): Promise<void> {
  await socket.atRest?.();
  for (let turn = 0; turn < READING_TURNS; turn++) await new Promise((resolve) => setImmediate(resolve));
}
