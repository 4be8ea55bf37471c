import { AwsError, validationError } from '../aws-error.ts';
import type { Region } from '../region.ts';
import { checkCertificate } from './listener-tls.ts';
import { getListener } from './lookup.ts';
import type { Listener } from './state.ts';

/** The quota of certificates beside the default one; the figure is AWS's for an NLB. */
const MAX_CERTIFICATES = 25;

/** A certificate as a caller names it. */
export interface CertificateInput {
  readonly arn: string;
  readonly isDefault: boolean | undefined;
}

/** A certificate as DescribeListenerCertificates shows it. */
export interface ListenerCertificate {
  readonly arn: string;
  readonly isDefault: boolean;
}

/**
 * AddListenerCertificates: a certificate more for the names that a TLS listener serves; one that is there already
 * is no error. Throws ListenerNotFound, ValidationError, CertificateNotFound, TooManyCertificates; all texts are
 * unsure.
 */
export function addListenerCertificates(
  region: Region,
  listenerArn: string,
  certificates: readonly CertificateInput[],
): readonly ListenerCertificate[] {
  const listener = getListener(region, listenerArn);
  checkHasTls(listener);
  const arn = onlyCertificate(certificates);
  checkCertificate(arn);
  const after = new Set(listener.additionalCertificateArns).add(arn);
  if (after.size > MAX_CERTIFICATES)
    throw new AwsError(
      'TooManyCertificates',
      `The maximum number of certificates has been reached on listener '${listenerArn}': '${MAX_CERTIFICATES}'`,
    );
  listener.additionalCertificateArns = [...after];
  return [{ arn, isDefault: false }];
}

/**
 * RemoveListenerCertificates. A certificate that is not there is no error. Throws ListenerNotFound,
 * ValidationError, and OperationNotPermitted for the default one; all texts are unsure.
 */
export function removeListenerCertificates(
  region: Region,
  listenerArn: string,
  certificates: readonly CertificateInput[],
): void {
  const listener = getListener(region, listenerArn);
  checkHasTls(listener);
  const arn = onlyCertificate(certificates);
  const present = listener.additionalCertificateArns ?? [];
  if (!present.includes(arn) && listener.tls?.certificateArn === arn)
    throw new AwsError('OperationNotPermitted', `The default certificate '${arn}' cannot be removed`);
  listener.additionalCertificateArns = present.filter((other) => other !== arn);
}

/** DescribeListenerCertificates: the default one first; it stands there twice if it was also added. */
export function listenerCertificates(region: Region, listenerArn: string): ListenerCertificate[] {
  const { tls, additionalCertificateArns = [] } = getListener(region, listenerArn);
  if (!tls) return [];
  return [
    { arn: tls.certificateArn, isDefault: true },
    ...additionalCertificateArns.map((arn) => ({ arn, isDefault: false })),
  ];
}

function checkHasTls({ protocol, tls }: Listener): void {
  if (!tls) throw validationError(`Certificates cannot be specified for ${protocol} listeners`);
}

/** AWS takes one certificate a call, and the default one only through ModifyListener. */
function onlyCertificate(certificates: readonly CertificateInput[]): string {
  const [first, ...others] = certificates;
  if (!first || others.length > 0) throw validationError('You must specify exactly one certificate');
  if (first.isDefault !== undefined) throw validationError('IsDefault cannot be specified');
  return first.arn;
}
