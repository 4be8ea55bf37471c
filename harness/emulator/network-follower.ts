import { deriveRoutes } from '../core/forwarding/derive-routes.ts';
import { interfaceRules } from '../core/forwarding/interface-rules.ts';
import type { Routes } from '../core/forwarding/routes.ts';
import type { Region } from '../core/region.ts';
import type { StartedNode } from '../node/started-node.ts';
import type { HostNetwork } from '../worlds/world.ts';
import { mapBoundListeners } from './map-bound-listeners.ts';

export interface NetworkFollowerParts {
  readonly region: Region;
  readonly network: HostNetwork;
  /** The Region's node, which is started by the first call. */
  readonly ensureNode: () => Promise<StartedNode>;
}

/**
 * Has a Region's network and its node follow the state: filters, addresses of nodes, routes. What they have been given
 * is not given again.
 */
export class NetworkFollower {
  readonly #region: Region;
  readonly #network: HostNetwork;
  readonly #ensureNode: () => Promise<StartedNode>;
  #hasNode = false;
  /** Those that the network has. */
  #nodeAddresses: ReadonlySet<string> = new Set();
  #routes = JSON.stringify({ nodes: [] } satisfies Routes);
  #addressMap = '';
  #securityGroups = '';

  constructor({ region, network, ensureNode }: NetworkFollowerParts) {
    this.#region = region;
    this.#network = network;
    this.#ensureNode = ensureNode;
  }

  /** Whether the node knows where everybody is on this machine. */
  get knowsAddresses(): boolean {
    return !this.#hasNode || JSON.stringify(this.#network.addressMap()) === this.#addressMap;
  }

  /** To be called before the hosts come that the groups are about. */
  async followSecurityGroups(): Promise<void> {
    if (!this.#network.followSecurityGroups) return;
    const interfaces = interfaceRules(this.#region);
    const serialised = JSON.stringify(interfaces);
    if (serialised === this.#securityGroups) return;
    await this.#network.followSecurityGroups(interfaces);
    this.#securityGroups = serialised;
  }

  async followRoutes(now: number): Promise<void> {
    const routes = deriveRoutes(this.#region, now);
    if (routes.nodes.length === 0 && !this.#hasNode) return;
    const node = await this.#ensureNode();
    this.#hasNode = true;
    await this.#followAddressMap(node);
    const serialised = JSON.stringify(routes);
    if (serialised === this.#routes) return;
    const wanted = new Set(routes.nodes.map(({ address }) => address));
    const leaving = [...this.#nodeAddresses].filter((address) => !wanted.has(address));
    // An address goes after its node: what was connected to it is told from there.
    await this.#setNodeAddresses(new Set([...wanted, ...leaving]));
    mapBoundListeners(this.#network, await node.applyRoutes(routes));
    if (leaving.length > 0) await this.#setNodeAddresses(wanted);
    await this.#followAddressMap(node);
    this.#routes = serialised;
  }

  async #setNodeAddresses(addresses: ReadonlySet<string>): Promise<void> {
    await this.#network.followNodes?.([...addresses]);
    this.#nodeAddresses = addresses;
  }

  async #followAddressMap(node: StartedNode): Promise<void> {
    const table = this.#network.addressMap();
    const serialised = JSON.stringify(table);
    if (serialised === this.#addressMap) return;
    await node.setAddressMap(table);
    this.#addressMap = serialised;
  }
}
