/** Whether a status passes a matcher: `200`, `200,301`, `200-399` or several of these with commas. */
export function matchesHttpCode(matcher: string, status: number): boolean {
  return matcher.split(',').some((part) => {
    const [first = '', last = first] = part.split('-');
    return status >= Number(first) && status <= Number(last);
  });
}
