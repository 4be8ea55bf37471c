import { expect, test } from 'vitest';
import { listenerInput, openAccountForListeners } from './listener.fixture.ts';

const certificate = (name: string | number) => `arn:aws:acm:us-east-1:000000000000:certificate/${name}`;

async function openAccountWithTls() {
  const { account, edge, dns } = await openAccountForListeners();
  const tcp = await account.createTargetGroup({ Name: 'tcp', Protocol: 'TCP' });
  const Certificates = [{ CertificateArn: certificate('default') }];
  const tls = listenerInput(edge, tcp, { Protocol: 'TLS', Port: 443, Certificates });
  const { Listeners } = await account.call('CreateListener', tls);
  const ListenerArn = Listeners?.[0]?.ListenerArn ?? '';
  const input = (...arns: string[]) => ({
    ListenerArn,
    Certificates: arns.map((CertificateArn) => ({ CertificateArn })),
  });
  const listed = async () => {
    const { Certificates: all } = await account.call('DescribeListenerCertificates', { ListenerArn });
    return all?.map(({ CertificateArn, IsDefault }) => [CertificateArn, IsDefault]);
  };
  return { account, edge, dns, tls, ListenerArn, input, listed };
}

test('a TLS listener keeps more certificates beside its default one', async () => {
  const { account, tls, ListenerArn, input, listed } = await openAccountWithTls();
  expect((await account.call('AddListenerCertificates', input(certificate(1)))).Certificates).toEqual([
    { CertificateArn: certificate(1), IsDefault: false },
  ]);
  await account.call('AddListenerCertificates', input(certificate(1)));
  await account.call('AddListenerCertificates', input(certificate(2)));
  await account.call('RemoveListenerCertificates', input(certificate(1)));
  expect(await listed()).toEqual([
    [certificate('default'), true],
    [certificate(2), false],
  ]);
  // They are no settings of the listener: the call that made it still returns it.
  expect((await account.call('CreateListener', tls)).Listeners?.[0]?.ListenerArn).toBe(ListenerArn);
});

test('the default certificate cannot be removed, and stands twice in the list when it was added too', async () => {
  const { account, input, listed } = await openAccountWithTls();
  const arn = certificate('default');
  expect(await account.refusal('RemoveListenerCertificates', input(arn))).toBe(
    `OperationNotPermitted: The default certificate '${arn}' cannot be removed`,
  );
  await account.call('AddListenerCertificates', input(arn));
  expect(await listed()).toEqual([
    [arn, true],
    [arn, false],
  ]);
  await account.call('RemoveListenerCertificates', input(arn));
  expect(await listed()).toEqual([[arn, true]]);
});

test('the list of certificates has pages', async () => {
  const { account, ListenerArn, input } = await openAccountWithTls();
  await account.call('AddListenerCertificates', input(certificate('default')));
  const first = await account.call('DescribeListenerCertificates', { ListenerArn, PageSize: 1 });
  expect(first.Certificates).toEqual([{ CertificateArn: certificate('default'), IsDefault: true }]);
  const second = await account.call('DescribeListenerCertificates', {
    ListenerArn,
    Marker: first.NextMarker,
  });
  expect(second).toEqual({
    Certificates: [{ CertificateArn: certificate('default'), IsDefault: false }],
    NextMarker: undefined,
  });
});

test('refuses two certificates at once, none, a default one, and what is no certificate', async () => {
  const { account, ListenerArn, input } = await openAccountWithTls();
  const refusal = (change: object) => account.refusal('AddListenerCertificates', { ListenerArn, ...change });
  const one = 'ValidationError: You must specify exactly one certificate';
  expect(await refusal(input(certificate(1), certificate(2)))).toBe(one);
  expect(await refusal(input())).toBe(one);
  expect(await refusal({ Certificates: [{ CertificateArn: certificate(1), IsDefault: true }] })).toBe(
    'ValidationError: IsDefault cannot be specified',
  );
  expect(await refusal(input('arn:aws:s3:::bucket'))).toBe(
    "CertificateNotFound: Certificate 'arn:aws:s3:::bucket' not found",
  );
});

test('refuses the 26th certificate', async () => {
  const { account, input } = await openAccountWithTls();
  for (let index = 0; index < 25; index++)
    await account.call('AddListenerCertificates', input(certificate(index)));
  expect(await account.refusal('AddListenerCertificates', input(certificate(25)))).toMatch(
    /^TooManyCertificates: /,
  );
});

test('NLB-LI-21 a UDP listener has no certificates and takes none, also after it had TLS', async () => {
  const { account, edge, dns, ListenerArn, input, listed } = await openAccountWithTls();
  const udp = await account.createListener(edge, dns);
  expect(await account.call('DescribeListenerCertificates', { ListenerArn: udp })).toEqual({
    Certificates: [],
    NextMarker: undefined,
  });
  expect(
    await account.refusal('AddListenerCertificates', { ...input(certificate(1)), ListenerArn: udp }),
  ).toBe('ValidationError: Certificates cannot be specified for UDP listeners');
  await account.call('AddListenerCertificates', input(certificate(1)));
  await account.call('ModifyListener', { ListenerArn, Protocol: 'TCP' });
  expect(await listed()).toEqual([]);
});

test('refuses mutual TLS by name and takes it switched off', async () => {
  const { account, ListenerArn } = await openAccountWithTls();
  const set = (Mode: string) => ({ ListenerArn, MutualAuthentication: { Mode } });
  expect(await account.refusal('ModifyListener', set('verify'))).toBe(
    'OperationNotPermitted: nlb-harness does not emulate mutual TLS authentication',
  );
  await account.call('ModifyListener', set('off'));
});
