import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { existsSync, realpathSync, writeFileSync } from 'node:fs';
import type { Socket as TcpSocket } from 'node:net';
import { join } from 'node:path';
import type { Endpoint } from '../../core/network/endpoint.ts';
import { bindFile } from '../../libc/bind-file.ts';
import { connectDescriptor } from '../../libc/connect-descriptor.ts';
import { NetworkNamespace } from '../../libc/network-namespace.ts';
import { openTransparentSocket } from '../../libc/transparent-socket.ts';
import { hostLink, internetLink, type LinkCommands, ROUTER_COMMANDS } from './ip-commands.ts';
import { NodeAddresses } from './node-addresses.ts';
import { NODE_RULES } from './node-rules.ts';
import { RESOLVER_CONFIGURATION } from './resolver-configuration.ts';
import { runIp, runNft } from './run-network-program.ts';

/** Enough for a burst of replies while the event loop is busy; the system may grant less. */
const RECEIVE_BUFFER_BYTES = 4 * 1024 * 1024;

/** The router's settings: it forwards, and asks nobody whether an address can come from there. */
const ROUTER_SETTINGS = { ip_forward: '1', 'conf/all/rp_filter': '0', 'conf/default/rp_filter': '0' };
const HOST_SETTINGS = { 'conf/all/rp_filter': '0', 'conf/default/rp_filter': '0' };

/** What programs read to resolve names: the harness's DNS, and nothing before it but the hosts file. */
const RESOLVER_FILES = {
  '/etc/resolv.conf': RESOLVER_CONFIGURATION,
  '/etc/nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files dns\n',
};

interface Host {
  readonly namespace: NetworkNamespace;
  readonly link: string;
}

/**
 * The network as the process sees it that holds it: its own network namespace is the VPC's router, and each host
 * has one more. All of this happens in that process alone, which can end at any time: nothing is left then.
 */
export class PrivateNetwork {
  readonly #internet = NetworkNamespace.create();
  readonly #hosts = new Map<string, Host>();
  readonly #nodeAddresses = new NodeAddresses();
  #links = 0;

  /** `directory` is for files of this network. */
  constructor(directory: string) {
    replaceResolverFiles(directory);
    applySettings(ROUTER_SETTINGS);
    runIp(ROUTER_COMMANDS);
    this.#internet.within(() => applySettings(HOST_SETTINGS));
    connect(this.#internet, internetLink(fileOf(this.#internet)));
    runNft(NODE_RULES);
  }

  /** Returns the file of the host's network namespace, by which programs are put into it. */
  addHost(name: string, address: string): string {
    const namespace = NetworkNamespace.create();
    this.#links += 1;
    const link = `host${this.#links}`;
    try {
      connect(namespace, hostLink(link, address, fileOf(namespace)));
    } catch (error) {
      namespace.close();
      throw error;
    }
    this.#hosts.set(name, { namespace, link });
    return fileOf(namespace);
  }

  /** The host's link is gone at once; its namespace lives as long as anything in it. */
  removeHost(name: string): void {
    const host = this.#hosts.get(name);
    if (!host) return;
    this.#hosts.delete(name);
    // In this order: with the namespace the link would go as well, in its own good time.
    runIp([`link delete ${host.link}`]);
    host.namespace.close();
  }

  /** A UDP socket, bound in a host's network or, at any address whatever, in the Internet. */
  openUdp(host: string | undefined, at: Endpoint): UdpSocket {
    const socket = createSocket('udp4');
    socket.bind({ fd: this.#namespaceOf(host).within(() => openTransparentSocket(at)), exclusive: true });
    try {
      socket.setRecvBufferSize(RECEIVE_BUFFER_BYTES);
    } catch {
      // The system's own size has to do.
    }
    return socket;
  }

  /** A TCP connection from there, likewise; it is still connecting, and is not read. */
  openConnection(host: string | undefined, at: Endpoint, to: Endpoint): TcpSocket {
    const fd = this.#namespaceOf(host).within(() => openTransparentSocket(at, 'tcp'));
    return connectDescriptor(fd, to);
  }

  #namespaceOf(host: string | undefined): NetworkNamespace {
    const namespace = host === undefined ? this.#internet : this.#hosts.get(host)?.namespace;
    if (namespace) return namespace;
    throw new Error(`there is no host ${host}`);
  }

  setNodeAddresses(addresses: readonly string[]): void {
    this.#nodeAddresses.set(addresses);
  }

  loadRules(rules: string): void {
    runNft(rules);
  }
}

/** Where a machine lacks one of the files, its programs do without it. */
function replaceResolverFiles(directory: string): void {
  for (const [path, content] of Object.entries(RESOLVER_FILES)) {
    if (!existsSync(path)) continue;
    const own = join(directory, path.slice('/etc/'.length));
    writeFileSync(own, content);
    bindFile(own, realpathSync(path));
  }
}

/** A path that names the namespace to other processes, too. */
function fileOf({ fd }: NetworkNamespace): string {
  return `/proc/${process.pid}/fd/${fd}`;
}

function connect(namespace: NetworkNamespace, { router, host }: LinkCommands): void {
  runIp(router);
  namespace.within(() => runIp(host));
}

function applySettings(settings: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(settings)) writeFileSync(`/proc/sys/net/ipv4/${name}`, value);
}
