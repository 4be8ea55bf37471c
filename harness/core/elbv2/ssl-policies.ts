/** A security policy: which TLS versions and ciphers a TLS listener offers, the preferred ones first. */
export interface SslPolicy {
  readonly name: string;
  readonly sslProtocols: readonly string[];
  readonly ciphers: readonly string[];
}

const TLS_1_3 = ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'];

/** The policies that a listener may name: AWS's default, its recommended one, and the strictest of that family. */
export const SSL_POLICIES: readonly SslPolicy[] = [
  {
    name: 'ELBSecurityPolicy-2016-08',
    sslProtocols: ['TLSv1', 'TLSv1.1', 'TLSv1.2'],
    ciphers: [
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES128-SHA256',
      'ECDHE-RSA-AES128-SHA256',
      'ECDHE-ECDSA-AES128-SHA',
      'ECDHE-RSA-AES128-SHA',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-RSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES256-SHA384',
      'ECDHE-RSA-AES256-SHA384',
      'ECDHE-RSA-AES256-SHA',
      'ECDHE-ECDSA-AES256-SHA',
      'AES128-GCM-SHA256',
      'AES128-SHA256',
      'AES128-SHA',
      'AES256-GCM-SHA384',
      'AES256-SHA256',
      'AES256-SHA',
    ],
  },
  {
    name: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    sslProtocols: ['TLSv1.2', 'TLSv1.3'],
    ciphers: [
      ...TLS_1_3,
      'ECDHE-ECDSA-AES128-GCM-SHA256',
      'ECDHE-RSA-AES128-GCM-SHA256',
      'ECDHE-ECDSA-AES128-SHA256',
      'ECDHE-RSA-AES128-SHA256',
      'ECDHE-ECDSA-AES256-GCM-SHA384',
      'ECDHE-RSA-AES256-GCM-SHA384',
      'ECDHE-ECDSA-AES256-SHA384',
      'ECDHE-RSA-AES256-SHA384',
    ],
  },
  { name: 'ELBSecurityPolicy-TLS13-1-3-2021-06', sslProtocols: ['TLSv1.3'], ciphers: TLS_1_3 },
];

/** What a TLS listener gets that names none. */
export const DEFAULT_SSL_POLICY = 'ELBSecurityPolicy-2016-08';
