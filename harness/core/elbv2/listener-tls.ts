import { AwsError, validationError } from '../aws-error.ts';
import { DEFAULT_SSL_POLICY, SSL_POLICIES } from './ssl-policies.ts';
import type { ListenerProtocol, ListenerTls } from './state.ts';

/** What a caller says about TLS; undefined keeps what there is or takes the default. */
export interface ListenerTlsInput {
  readonly sslPolicy: string | undefined;
  readonly certificateArns: readonly string[] | undefined;
  readonly alpnPolicy: readonly string[] | undefined;
}

/**
 * The TLS settings that a listener ends up with: undefined for protocols without TLS (NLB-LI-21). Throws
 * ValidationError, SSLPolicyNotFound, CertificateNotFound; the texts are unsure.
 */
export function resolveListenerTls(
  protocol: ListenerProtocol,
  current: ListenerTls | undefined,
  input: ListenerTlsInput,
): ListenerTls | undefined {
  const [certificateArn, ...others] = input.certificateArns ?? [];
  if (protocol !== 'TLS' && protocol !== 'HTTPS') {
    if (certificateArn !== undefined || input.sslPolicy !== undefined)
      throw validationError(`Certificates and SSL policies cannot be specified for ${protocol} listeners`);
    return undefined;
  }
  if (others.length > 0)
    throw new AwsError('TooManyCertificates', 'You can specify only one default certificate');
  const certificate = certificateArn ?? current?.certificateArn;
  if (certificate === undefined)
    throw validationError(`A certificate must be specified for ${protocol} listeners`);
  checkCertificate(certificate);
  const sslPolicy = input.sslPolicy ?? current?.sslPolicy ?? DEFAULT_SSL_POLICY;
  if (!SSL_POLICIES.some(({ name }) => name === sslPolicy))
    throw new AwsError('SSLPolicyNotFound', `SSL policy '${sslPolicy}' not found`);
  return {
    sslPolicy,
    certificateArn: certificate,
    alpnPolicy: input.alpnPolicy ?? current?.alpnPolicy ?? [],
  };
}

/** Throws CertificateNotFound for what is no certificate's ARN: there is no ACM here to know which ones exist. */
export function checkCertificate(arn: string): void {
  if (!/^arn:aws[\w-]*:(acm|iam):/.test(arn))
    throw new AwsError('CertificateNotFound', `Certificate '${arn}' not found`);
}
