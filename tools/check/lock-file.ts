/** What the check reads of package-lock.json. */
export interface LockFile {
  readonly packages: Readonly<Record<string, LockedPackage>>;
}

interface LockedPackage {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

/**
 * Dependencies without an entry in the lock file. npm leaves out packages for other systems when its registry does
 * not have them at that moment, and then refuses the same file in `npm ci`.
 */
export function findUnlocked(lock: LockFile): string[] {
  return Object.entries(lock.packages).flatMap(([place, { dependencies, optionalDependencies }]) =>
    Object.keys({ ...dependencies, ...optionalDependencies })
      .filter((name) => !isLocked(lock, place, name))
      .map(
        (name) => `package-lock.json: ${name}, needed by ${place || 'the root'}, has no entry: npm ci fails`,
      ),
  );
}

/** Looks where Node.js would look: beside the package, then outward. */
function isLocked(lock: LockFile, place: string, name: string): boolean {
  for (let folder = place; ; folder = outer(folder)) {
    if (lock.packages[`${folder === '' ? '' : `${folder}/`}node_modules/${name}`] !== undefined) return true;
    if (folder === '') return false;
  }
}

function outer(place: string): string {
  const end = place.lastIndexOf('/node_modules/');
  return end === -1 ? '' : place.slice(0, end);
}
