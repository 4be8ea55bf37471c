import { expect, test } from 'vitest';
import { assertMetadataOptions, DEFAULT_METADATA_OPTIONS, defaultCpuCredits } from './instance-settings.ts';

test.each([
  ['t2.micro', 'standard'],
  ['t3.micro', 'unlimited'],
  ['t4g.nano', 'unlimited'],
  ['m5.large', undefined],
])('a %s starts with credits %s', (instanceType, credits) => {
  expect(defaultCpuCredits(instanceType)).toBe(credits);
});

test.each([0, 65, 1.5])('a hop limit of %d is refused', (httpPutResponseHopLimit) => {
  expect(() => assertMetadataOptions({ ...DEFAULT_METADATA_OPTIONS, httpPutResponseHopLimit })).toThrowError(
    expect.objectContaining({ code: 'InvalidParameterValue' }),
  );
});
