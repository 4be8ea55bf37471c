import type {
  CreateListenerCommandInput,
  CreateListenerCommandOutput,
  DeleteListenerCommandInput,
  DeleteListenerCommandOutput,
  DescribeListenersCommandInput,
  DescribeListenersCommandOutput,
  ModifyListenerCommandInput,
  ModifyListenerCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { validationError } from '../../core/aws-error.ts';
import { checkArn } from '../../core/elbv2/arns.ts';
import { listenersOf } from '../../core/elbv2/associations.ts';
import { checkEnum, requireMember } from '../../core/elbv2/constraints.ts';
import * as creation from '../../core/elbv2/create-listener.ts';
import * as deletion from '../../core/elbv2/delete-listener.ts';
import type { ListenerTlsInput } from '../../core/elbv2/listener-tls.ts';
import { getLoadBalancer, listenerNotFound } from '../../core/elbv2/lookup.ts';
import * as modification from '../../core/elbv2/modify-listener.ts';
import { notEmulated } from '../../core/elbv2/not-emulated.ts';
import type { Listener } from '../../core/elbv2/state.ts';
import type { Region } from '../../core/region.ts';
import { actionInputs } from './action-shape.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { checkExclusive, isGiven, selectByKey } from './filters.ts';
import { listenerShape } from './listener-shape.ts';
import { pageOf } from './page.ts';
import { tagSettings } from './tag-shape.ts';

export const createListener: Elbv2Operation<CreateListenerCommandInput, CreateListenerCommandOutput> = (
  { region },
  input,
) => {
  const listener = creation.createListener(region, {
    loadBalancerArn: requireMember(input.LoadBalancerArn, 'loadBalancerArn'),
    protocol: input.Protocol,
    port: input.Port,
    defaultActions: actionInputs(requireMember(input.DefaultActions, 'defaultActions')),
    tls: tlsInput(input),
    tags: tagSettings(input.Tags),
  });
  return { Listeners: [listenerShape(listener)] };
};

export const modifyListener: Elbv2Operation<ModifyListenerCommandInput, ModifyListenerCommandOutput> = (
  { region },
  input,
) => {
  const listener = modification.modifyListener(region, {
    listenerArn: requireMember(input.ListenerArn, 'listenerArn'),
    protocol: input.Protocol,
    port: input.Port,
    defaultActions: input.DefaultActions && actionInputs(input.DefaultActions),
    tls: tlsInput(input),
  });
  return { Listeners: [listenerShape(listener)] };
};

export const deleteListener: Elbv2Operation<DeleteListenerCommandInput, DeleteListenerCommandOutput> = (
  { region },
  input,
) => {
  deletion.deleteListener(region, requireMember(input.ListenerArn, 'listenerArn'));
  return {};
};

export const describeListeners: Elbv2Operation<
  DescribeListenersCommandInput,
  DescribeListenersCommandOutput
> = ({ region }, input) => {
  const page = pageOf(selected(region, input), ({ arn }) => arn, input);
  return { Listeners: page.items.map(listenerShape), NextMarker: page.nextMarker };
};

function selected(region: Region, input: DescribeListenersCommandInput): Listener[] {
  const { LoadBalancerArn: loadBalancerArn, ListenerArns: arns } = input;
  checkExclusive({ 'Load balancer ARN': loadBalancerArn, 'listener ARNs': arns });
  if (loadBalancerArn !== undefined) return listenersOf(region, getLoadBalancer(region, loadBalancerArn).arn);
  // The text is unsure.
  if (!isGiven(arns)) throw validationError('You must specify either listener ARNs or a load balancer ARN');
  for (const arn of arns ?? []) checkArn(arn, 'listener');
  return selectByKey(region.elbv2.listeners.values(), ({ arn }) => arn, arns ?? [], listenerNotFound);
}

function tlsInput(input: CreateListenerCommandInput | ModifyListenerCommandInput): ListenerTlsInput {
  checkEnum(input.MutualAuthentication?.Mode, 'mutualAuthentication.mode', ['off', 'passthrough', 'verify']);
  // Tools that read a listener back send `off`, which is what every listener here has.
  if ((input.MutualAuthentication?.Mode ?? 'off') !== 'off') throw notEmulated('mutual TLS authentication');
  return {
    sslPolicy: input.SslPolicy,
    certificateArns: input.Certificates?.map(({ CertificateArn }) =>
      requireMember(CertificateArn, 'certificateArn'),
    ),
    alpnPolicy: input.AlpnPolicy,
  };
}
