import * as cloudwatch from '@aws-sdk/client-cloudwatch';
import * as sts from '@aws-sdk/client-sts';
import { cloudwatchOperations } from './cloudwatch/index.ts';
import { EC2_SERVICE } from './ec2/service.ts';
import { ELBV2_SERVICE } from './elbv2/service.ts';
import type { Service } from './service.ts';
import { stsOperations } from './sts/index.ts';
import { readServiceModel } from './wire/service-model.ts';

/** Everything that the endpoint answers for. */
export const SERVICES: readonly Service[] = [
  ELBV2_SERVICE,
  EC2_SERVICE,
  {
    model: readServiceModel(
      {
        signingName: 'sts',
        protocol: 'query',
        apiVersion: '2011-06-15',
        xmlNamespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      },
      sts,
    ),
    operations: stsOperations,
  },
  {
    model: readServiceModel(
      {
        signingName: 'monitoring',
        protocol: 'query',
        rpcPrefix: 'GraniteServiceVersion20100801',
        apiVersion: '2010-08-01',
        xmlNamespace: 'http://monitoring.amazonaws.com/doc/2010-08-01/',
      },
      cloudwatch,
    ),
    operations: cloudwatchOperations,
  },
];

/** What the endpoint answers for where another emulator stands behind it: load balancing, and its metrics. */
export const LOAD_BALANCING_SERVICES: readonly Service[] = SERVICES.filter(({ model }) =>
  ['elasticloadbalancing', 'monitoring'].includes(model.signingName),
);
