import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pageOf } from './page.ts';

test('the pages put together are the listing', () => {
  fc.assert(
    fc.property(
      fc.array(fc.nat(), { maxLength: 60 }),
      fc.integer({ min: 5, max: 20 }),
      (items, maxResults) => {
        const seen: number[] = [];
        let nextToken: string | undefined;
        do {
          const page = pageOf(items, { maxResults, nextToken });
          expect(page.items.length).toBeLessThanOrEqual(maxResults);
          seen.push(...page.items);
          nextToken = page.nextToken;
        } while (nextToken !== undefined);
        expect(seen).toEqual(items);
      },
    ),
  );
});

test.each([4, 1001])('a page of %i results is refused', (maxResults) => {
  expect(() => pageOf([], { maxResults, nextToken: undefined })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterValue' }),
  );
});

test('a token that no page gave is refused', () => {
  expect(() => pageOf([], { maxResults: undefined, nextToken: 'next' })).toThrowError(
    expect.objectContaining({ code: 'InvalidNextToken' }),
  );
});
