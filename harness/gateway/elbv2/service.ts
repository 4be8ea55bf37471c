import * as elbv2 from '@aws-sdk/client-elastic-load-balancing-v2';
import type { Service } from '../service.ts';
import { readServiceModel } from '../wire/service-model.ts';
import { elbv2Operations } from './index.ts';

/** Elastic Load Balancing v2, which shares its name with the Classic Load Balancer. */
export const ELBV2_SERVICE: Service = {
  model: readServiceModel(
    {
      signingName: 'elasticloadbalancing',
      protocol: 'query',
      apiVersion: '2015-12-01',
      xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
      formerApis: [
        {
          name: 'The Classic Load Balancer',
          apiVersion: '2012-06-01',
          xmlNamespace: 'http://elasticloadbalancing.amazonaws.com/doc/2012-06-01/',
        },
      ],
    },
    elbv2,
  ),
  operations: elbv2Operations,
};
