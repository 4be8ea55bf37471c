/** PEM texts of a self-signed certificate and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/**
 * A self-signed certificate for a target whose health check is HTTPS. An NLB does not validate the certificate
 * of a target (NLB-HC-05), so nobody has to trust it. An elliptic-curve key, because it travels in user data.
 */
export async function generateCertificate(commonName: string): Promise<Certificate> {
  // Only HTTPS health checks need this package, and loading it takes longer than starting a target.
  const { generate } = await import('selfsigned');
  const { cert, private: key } = await generate([{ name: 'commonName', value: commonName }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
  });
  return { cert, key };
}
