/** Whether this can name a Region. Any name will do, so long as it is one: it becomes part of ARNs and host names. */
export function isRegionName(text: string): boolean {
  return /^[a-z]{2,}(-[a-z]+)+-\d{1,2}$/.test(text);
}
