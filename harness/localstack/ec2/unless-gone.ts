/** Resolves also where what is to go is gone: somebody else may have deleted it at LocalStack. */
export async function unlessGone(deletion: Promise<unknown>): Promise<void> {
  try {
    await deletion;
  } catch (error) {
    if (!(error instanceof Error && error.name.endsWith('.NotFound'))) throw error;
  }
}
