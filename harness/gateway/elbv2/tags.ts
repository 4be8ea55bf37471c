import type {
  AddTagsCommandInput,
  AddTagsCommandOutput,
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
  RemoveTagsCommandInput,
  RemoveTagsCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { checkLength, requireMember } from '../../core/elbv2/constraints.ts';
import * as tagging from '../../core/elbv2/tags.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { tagSettings, tagShapes } from './tag-shape.ts';

export const addTags: Elbv2Operation<AddTagsCommandInput, AddTagsCommandOutput> = ({ region }, input) => {
  const tags = tagSettings(requireMember(input.Tags, 'tags'));
  checkLength(tags, 'tags', [1, Number.POSITIVE_INFINITY]);
  tagging.addTags(region, resourceArns(input), tags);
  return {};
};

export const removeTags: Elbv2Operation<RemoveTagsCommandInput, RemoveTagsCommandOutput> = (
  { region },
  input,
) => {
  tagging.removeTags(region, resourceArns(input), requireMember(input.TagKeys, 'tagKeys'));
  return {};
};

export const describeTags: Elbv2Operation<DescribeTagsCommandInput, DescribeTagsCommandOutput> = (
  { region },
  input,
) => ({
  TagDescriptions: resourceArns(input).map((arn) => ({
    ResourceArn: arn,
    Tags: tagShapes(tagging.tagsOf(region, arn)),
  })),
});

/** DescribeTags takes at most 20 resources; the other two are held to the same. */
function resourceArns(input: { ResourceArns: string[] | undefined }): string[] {
  const arns = requireMember(input.ResourceArns, 'resourceArns');
  checkLength(arns, 'resourceArns', [1, 20]);
  return arns;
}
