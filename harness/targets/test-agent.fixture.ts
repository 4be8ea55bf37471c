import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { AgentClient } from './agent-client.ts';
import type { AgentConfig } from './agent-config.ts';

/** For tests: an agent as a child process on free ports. */
export interface TestAgent extends AsyncDisposable {
  readonly child: ChildProcess;
  /** What it printed first. */
  readonly ready: Readonly<Record<string, number | string | boolean>>;
  readonly client: AgentClient;
}

export const AGENT_FILE = fileURLToPath(new URL('./agent.mjs', import.meta.url));
export const ADDRESS = '127.0.0.1';

export async function startTestAgent(
  config: Partial<AgentConfig>,
  environment: NodeJS.ProcessEnv = {},
): Promise<TestAgent> {
  const whole = { name: 'target-a', udpPort: 8080, health: undefined, controlPort: 8079, ...config };
  const child = spawn(process.execPath, [AGENT_FILE], {
    env: {
      ADDRESS,
      UDP_PORT: '0',
      HEALTH_PORT: '0',
      CONTROL_PORT: '0',
      NLB_HARNESS_EXIT_WITH_STDIN: '1',
      NLB_HARNESS_AGENT: JSON.stringify(whole),
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  const ready = JSON.parse(line);
  return {
    child,
    ready,
    client: new AgentClient({ address: ADDRESS, port: Number(ready.controlPort) }),
    async [Symbol.asyncDispose]() {
      child.kill();
      await exited;
    },
  };
}

/** Sends datagrams one by one to a port and returns the reply to each, with where it came from. */
export async function askUdp(
  port: number,
  payloads: readonly (string | Uint8Array)[],
): Promise<{ text: string; fromPort: number; localPort: number }[]> {
  const socket = createSocket('udp4');
  socket.bind(0, ADDRESS);
  await once(socket, 'listening');
  const replies = [];
  for (const payload of payloads) {
    const received = once(socket, 'message');
    socket.send(payload, port, ADDRESS);
    const [reply, from] = await received;
    replies.push({ text: String(reply), fromPort: from.port, localPort: socket.address().port });
  }
  socket.close();
  return replies;
}
