import type { Filter as SdkFilter } from '@aws-sdk/client-ec2';
import { type Filter, type FilterFields, filterResources } from '../../core/ec2/filters.ts';
import { type Page, pageOf } from '../../core/ec2/page.ts';
import { required } from './parameters.ts';

/** What all Describe operations take besides ids. */
interface DescribeInput {
  readonly Filters?: readonly SdkFilter[] | undefined;
  readonly MaxResults?: number | undefined;
  readonly NextToken?: string | undefined;
}

/** The page of those resources that match the request's filters. */
export function describe<Resource extends object>(
  resources: readonly Resource[],
  input: DescribeInput,
  fields: FilterFields<Resource>,
): Page<Resource> {
  const matching = filterResources(resources, (input.Filters ?? []).map(fromSdkFilter), fields);
  return pageOf(matching, { maxResults: input.MaxResults, nextToken: input.NextToken });
}

function fromSdkFilter({ Name, Values }: SdkFilter): Filter {
  return { name: required(Name, 'Filter.Name'), values: Values ?? [] };
}
