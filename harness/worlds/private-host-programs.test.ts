import { expect, test, vi } from 'vitest';
import type { AgentPlace } from './loopback/agent-process.ts';
import { HostProcess } from './loopback/host-process.ts';
import { startUserData } from './private-host-programs.ts';

test('where the way to a host is lost while its service starts, the service is not left running', async () => {
  const command = [process.execPath, '-e', 'setInterval(() => undefined, 1e6)'];
  const service = await HostProcess.start({ command, environment: {}, endsWithInput: false });
  const stop = vi.spyOn(service, 'stop');
  try {
    const starting = startUserData(
      { id: 'i-1', address: '172.31.0.4', userData: undefined },
      { kind: 'command', config: { command, environment: {}, healthPort: 8080 } },
      {
        agentPlace: {} as AgentPlace,
        connectControl: () => {
          throw new Error('there is no agent');
        },
        startProgram: async () => service,
        waitForListener: async () => {
          throw new Error('the container is gone');
        },
      },
      new Promise(() => undefined),
    );
    await expect(starting).rejects.toThrow('the container is gone');
    expect(stop).toHaveBeenCalledOnce();
  } finally {
    await service.stop();
  }
});
