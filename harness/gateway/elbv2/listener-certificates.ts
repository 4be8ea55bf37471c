import type {
  AddListenerCertificatesCommandInput,
  AddListenerCertificatesCommandOutput,
  Certificate,
  DescribeListenerCertificatesCommandInput,
  DescribeListenerCertificatesCommandOutput,
  RemoveListenerCertificatesCommandInput,
  RemoveListenerCertificatesCommandOutput,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { requireMember } from '../../core/elbv2/constraints.ts';
import * as certificates from '../../core/elbv2/listener-certificates.ts';
import type { Elbv2Operation } from './elbv2-operation.ts';
import { pageOf } from './page.ts';

export const addListenerCertificates: Elbv2Operation<
  AddListenerCertificatesCommandInput,
  AddListenerCertificatesCommandOutput
> = ({ region }, input) => ({
  Certificates: certificates
    .addListenerCertificates(
      region,
      requireMember(input.ListenerArn, 'listenerArn'),
      certificateInputs(input.Certificates),
    )
    .map(certificateShape),
});

export const removeListenerCertificates: Elbv2Operation<
  RemoveListenerCertificatesCommandInput,
  RemoveListenerCertificatesCommandOutput
> = ({ region }, input) => {
  certificates.removeListenerCertificates(
    region,
    requireMember(input.ListenerArn, 'listenerArn'),
    certificateInputs(input.Certificates),
  );
  return {};
};

export const describeListenerCertificates: Elbv2Operation<
  DescribeListenerCertificatesCommandInput,
  DescribeListenerCertificatesCommandOutput
> = ({ region }, input) => {
  const all = certificates.listenerCertificates(region, requireMember(input.ListenerArn, 'listenerArn'));
  const page = pageOf(all, ({ arn, isDefault }) => `${arn} ${isDefault}`, input);
  return { Certificates: page.items.map(certificateShape), NextMarker: page.nextMarker };
};

function certificateInputs(inputs: readonly Certificate[] | undefined): certificates.CertificateInput[] {
  return requireMember(inputs, 'certificates').map(({ CertificateArn, IsDefault }) => ({
    arn: requireMember(CertificateArn, 'certificateArn'),
    isDefault: IsDefault,
  }));
}

function certificateShape({ arn, isDefault }: certificates.ListenerCertificate): Certificate {
  return { CertificateArn: arn, IsDefault: isDefault };
}
