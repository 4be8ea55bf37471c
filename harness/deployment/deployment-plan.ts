import type { StartedWorld } from '../worlds/world.ts';
import { checkContainers, checkDeployOptions, checkNamesDiffer } from './check-options.ts';
import type {
  DeployOptions,
  TargetGroupOptions,
  TargetGroupProtocol,
  TargetOptions,
} from './deploy-options.ts';
import { defaultTargetName } from './target-name.ts';

const DEFAULT_PORT = 8080;

/** The options with every default filled in. */
export interface DeploymentPlan {
  readonly name: string;
  readonly region: string;
  readonly zoneCount: number;
  readonly listenerPort: number;
  readonly listenerProtocol: TargetGroupProtocol;
  readonly groups: readonly PlannedGroup[];
}

export interface PlannedGroup
  extends Required<Pick<TargetGroupOptions, 'protocol' | 'port' | 'healthCheck' | 'attributes'>> {
  readonly name: string;
  readonly weight: number | undefined;
  readonly targetType: 'instance' | 'ip';
  readonly targets: readonly {
    readonly name: string;
    readonly zone: number;
    readonly options: TargetOptions;
  }[];
}

/** Names must be unique in a Region; worlds that outlive a test need different ones each time. */
const deploymentCounts = new WeakMap<StartedWorld, number>();

/** Fills in the defaults. Throws HARNESS_ARGUMENT_INVALID for options that cannot be. */
export function planDeployment(world: StartedWorld, options: DeployOptions): DeploymentPlan {
  checkDeployOptions(options);
  const count = (deploymentCounts.get(world) ?? 0) + 1;
  deploymentCounts.set(world, count);
  const name = options.name ?? `nlb-${count}`;
  const zoneCount = options.zones ?? 2;
  let targetIndex = 0;
  const groups = (options.targetGroups ?? [options]).map((group, groupIndex): PlannedGroup => {
    const targets =
      typeof group.targets === 'object' ? group.targets : Array<TargetOptions>(group.targets ?? 2).fill({});
    const outside = targets.some(({ server, existing }) => server || existing);
    return {
      name: options.targetGroups ? `${name}-${groupIndex + 1}` : name,
      protocol: group.protocol ?? 'UDP',
      port: group.port ?? DEFAULT_PORT,
      healthCheck: group.healthCheck ?? {},
      attributes: group.attributes ?? {},
      weight: group.weight,
      targetType: outside ? 'ip' : 'instance',
      targets: targets.map((target) => {
        const index = targetIndex++;
        return {
          name: target.name ?? defaultTargetName(index),
          zone: target.zone ?? index % zoneCount,
          options: target,
        };
      }),
    };
  });
  const planned = groups.flatMap(({ targets }) => targets);
  checkContainers(world, planned);
  checkNamesDiffer(planned.map((target) => target.name));
  return {
    name,
    region: options.region ?? world.region,
    zoneCount,
    listenerPort: options.listenerPort ?? DEFAULT_PORT,
    listenerProtocol: options.listenerProtocol ?? groups[0]!.protocol,
    groups,
  };
}
