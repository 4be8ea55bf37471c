import type {
  CreateTagsCommandInput,
  CreateTagsCommandOutput,
  DeleteTagsCommandInput,
  DeleteTagsCommandOutput,
  DescribeTagsCommandInput,
  DescribeTagsCommandOutput,
} from '@aws-sdk/client-ec2';
import * as core from '../../core/ec2/tags.ts';
import { describe } from './describe.ts';
import type { Ec2Operation } from './ec2-operation.ts';
import { required, requiredList } from './parameters.ts';
import { fromSdkTags } from './tags-shape.ts';

export const createTags: Ec2Operation<CreateTagsCommandInput, CreateTagsCommandOutput> = (
  { region },
  input,
) => {
  const resourceIds = requiredList(input.Resources, 'ResourceId');
  core.createTags(region.ec2, resourceIds, fromSdkTags(requiredList(input.Tags, 'Tag')));
  return {};
};

export const deleteTags: Ec2Operation<DeleteTagsCommandInput, DeleteTagsCommandOutput> = (
  { region },
  input,
) => {
  const tags = input.Tags?.map(({ Key, Value }) => ({ key: required(Key, 'Tag.Key'), value: Value }));
  core.deleteTags(region.ec2, requiredList(input.Resources, 'ResourceId'), tags);
  return {};
};

export const describeTags: Ec2Operation<DescribeTagsCommandInput, DescribeTagsCommandOutput> = (
  { region },
  input,
) => {
  const all = core.taggableResources(region.ec2).flatMap((resource) =>
    // Here `tag:<key>` selects tags, not resources: what counts is this one tag.
    [...resource.tags].map(([key, value]) => ({ ...resource, key, value, tags: new Map([[key, value]]) })),
  );
  const page = describe(all, input, {
    key: ({ key }) => [key],
    value: ({ value }) => [value],
    'resource-id': ({ resourceId }) => [resourceId],
    'resource-type': ({ resourceType }) => [resourceType],
  });
  return {
    Tags: page.items.map(({ key, value, resourceId, resourceType }) => ({
      Key: key,
      Value: value,
      ResourceId: resourceId,
      ResourceType: resourceType as 'instance',
    })),
    NextToken: page.nextToken,
  };
};
