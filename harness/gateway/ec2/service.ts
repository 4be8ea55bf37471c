import * as ec2 from '@aws-sdk/client-ec2';
import type { Service } from '../service.ts';
import { readServiceModel } from '../wire/service-model.ts';
import { ec2Operations } from './index.ts';

export const EC2_SERVICE: Service = {
  model: readServiceModel(
    {
      signingName: 'ec2',
      protocol: 'ec2',
      apiVersion: '2016-11-15',
      xmlNamespace: 'http://ec2.amazonaws.com/doc/2016-11-15/',
    },
    ec2,
  ),
  operations: ec2Operations,
};
