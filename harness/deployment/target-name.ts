const LETTERS = 26;

/** The name of the target with this index where none is given: `target-a` … `target-z`, `target-aa`, `target-ab` … */
export function defaultTargetName(index: number): string {
  let letters = '';
  for (let rest = index; rest >= 0; rest = Math.floor(rest / LETTERS) - 1)
    letters = String.fromCharCode(97 + (rest % LETTERS)) + letters;
  return `target-${letters}`;
}
