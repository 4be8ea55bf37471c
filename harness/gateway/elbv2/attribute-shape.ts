import type { AttributeSetting } from '../../core/elbv2/attribute-rules.ts';
import { requireMember } from '../../core/elbv2/constraints.ts';

/** What the three kinds of attributes look like on the wire. */
export interface AttributeShape {
  Key?: string | undefined;
  Value?: string | undefined;
}

/** Attributes as the SDK writes them; one without a value has the empty one. */
export function attributeSettings(attributes: readonly AttributeShape[] | undefined): AttributeSetting[] {
  return requireMember(attributes, 'attributes').map(({ Key, Value }) => ({
    key: requireMember(Key, 'key'),
    value: Value ?? '',
  }));
}

/** Kept attributes in the SDK's shape, in AWS's order. */
export function attributeShapes(attributes: ReadonlyMap<string, string>): AttributeShape[] {
  return [...attributes].map(([Key, Value]) => ({ Key, Value }));
}
