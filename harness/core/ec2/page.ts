import { AwsError } from '../aws-error.ts';
import { invalidParameterValue } from './parameter-errors.ts';

const MIN_RESULTS = 5;
const MAX_RESULTS = 1000;

export interface PageRequest {
  readonly maxResults: number | undefined;
  readonly nextToken: string | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Undefined on the last page. */
  readonly nextToken: string | undefined;
}

/**
 * Cuts one page from a listing. The token is the place where the next page begins, so a listing that changes
 * between pages may repeat or skip an item; AWS promises no more.
 *
 * Throws `InvalidParameterValue` for a page size outside 5–1000 and `InvalidNextToken` for a foreign token.
 */
export function pageOf<Item>(items: readonly Item[], { maxResults, nextToken }: PageRequest): Page<Item> {
  if (maxResults !== undefined && (maxResults < MIN_RESULTS || maxResults > MAX_RESULTS)) {
    throw invalidParameterValue(
      `Value ( ${maxResults} ) for parameter maxResults is invalid. Expecting a value between ${MIN_RESULTS} and ${MAX_RESULTS}.`,
    );
  }
  if (nextToken !== undefined && !/^\d{1,9}$/.test(nextToken)) {
    throw new AwsError('InvalidNextToken', `The token '${nextToken}' is invalid`);
  }
  const start = Number(nextToken ?? 0);
  const end = start + (maxResults ?? MAX_RESULTS);
  return { items: items.slice(start, end), nextToken: end < items.length ? String(end) : undefined };
}
