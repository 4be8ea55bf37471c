import { expect, test } from 'vitest';
import { parseAgentReply } from './agent-reply.ts';

const parse = (text: string) => parseAgentReply(Buffer.from(text));

test('reads what the agent says', () => {
  const said = { target: 'a', sequence: 1, source: '127.64.0.1:9', bytes: 2, sha: 'ab' };
  expect(parse(`${JSON.stringify(said)}\n`)).toEqual(said);
  expect(parse('{"target":"a","sequence":null,"source":"127.0.0.1:9","bytes":0}')).toEqual({
    target: 'a',
    sequence: undefined,
    source: '127.0.0.1:9',
    bytes: 0,
    sha: undefined,
  });
});

test('leaves replies of other services alone', () => {
  for (const text of ['', 'hello', '{', '{}', '[1]', 'null', '{"target":1}', '{"target":"a"}'])
    expect(parse(text)).toBeUndefined();
});
