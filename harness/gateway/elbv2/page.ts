import { validationError } from '../../core/aws-error.ts';
import { checkRange } from '../../core/elbv2/constraints.ts';

/** The paging members that ELBv2's Describe operations share. */
export interface PageRequest {
  readonly Marker?: string | undefined;
  readonly PageSize?: number | undefined;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  /** Undefined on the last page. */
  readonly nextMarker: string | undefined;
}

const LARGEST_PAGE = 400;

/**
 * The items after the marker, at most PageSize (1–400) of them. The marker names the last item of the page
 * before, so items that come or go elsewhere do not disturb it. Throws a ValidationError for a marker that
 * stands for nothing (any more); its text is unsure.
 */
export function pageOf<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
  { Marker, PageSize }: PageRequest,
): Page<Item> {
  checkRange(PageSize, 'pageSize', [1, LARGEST_PAGE]);
  const start = Marker === undefined ? 0 : indexAfter(items.map(keyOf), Marker);
  const page = items.slice(start, start + (PageSize ?? LARGEST_PAGE));
  const last = page.at(-1);
  const isLastPage = start + page.length >= items.length;
  return { items: page, nextMarker: isLastPage || last === undefined ? undefined : encode(keyOf(last)) };
}

function indexAfter(keys: readonly string[], marker: string): number {
  const index = keys.findIndex((key) => encode(key) === marker);
  if (index < 0) throw validationError(`The marker '${marker}' is not valid`);
  return index + 1;
}

function encode(key: string): string {
  return Buffer.from(key).toString('base64url');
}
