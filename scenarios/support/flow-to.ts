import type { UdpFlow } from '../../harness/index.ts';

/** Sends 'hello' by new flows until one is answered like this: which target a flow gets is the hash's affair. */
export async function openFlowTo(answer: string, open: () => Promise<UdpFlow>): Promise<UdpFlow> {
  for (let opened = 0; opened < 40; opened++) {
    const flow = await open();
    if ((await answerTo('hello', flow)) === answer) return flow;
  }
  throw new Error(`None of 40 flows was answered '${answer}'`);
}

/** What a service answers to a text; empty where it does not. */
export async function answerTo(text: string, flow: UdpFlow): Promise<string> {
  const { payload } = await flow.send(text);
  return new TextDecoder().decode(payload);
}
