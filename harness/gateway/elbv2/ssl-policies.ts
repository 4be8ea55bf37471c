import type {
  DescribeSSLPoliciesCommandInput,
  DescribeSSLPoliciesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { AwsError } from '../../core/aws-error.ts';
import { checkEnum } from '../../core/elbv2/constraints.ts';
import { SSL_POLICIES } from '../../core/elbv2/ssl-policies.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { isGiven, selectByKey } from './filters.ts';
import { pageOf } from './page.ts';

export const describeSslPolicies: Elbv2Operation<
  DescribeSSLPoliciesCommandInput,
  DescribeSSLPoliciesCommandOutput
> = (_context, input) => {
  checkEnum(input.LoadBalancerType, 'loadBalancerType', ['application', 'network', 'gateway']);
  const policies = isGiven(input.Names)
    ? selectByKey(SSL_POLICIES, ({ name }) => name, input.Names ?? [], notFound)
    : SSL_POLICIES;
  const page = pageOf(policies, ({ name }) => name, input);
  return {
    SslPolicies: page.items.map(({ name, sslProtocols, ciphers }) => ({
      SslProtocols: [...sslProtocols],
      Ciphers: ciphers.map((cipher, index) => ({ Name: cipher, Priority: index + 1 })),
      Name: name,
      SupportedLoadBalancerTypes: ['application', 'network'],
    })),
    NextMarker: page.nextMarker,
  };
};

function notFound(): AwsError {
  return new AwsError('SSLPolicyNotFound', 'One or more SSL policies not found');
}
