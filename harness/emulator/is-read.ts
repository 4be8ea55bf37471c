/** Whether an operation changes nothing, and needs no reconciling; AWS names such by these verbs. */
export function isRead(operation: string): boolean {
  return /^(Describe|Get|List|Search)/.test(operation);
}
