/**
 * Stands in for an OpenAI-compatible server: POST /v1/chat/completions, answering as a test says,
 * and keeping what it was asked.
 */
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '../harness.ts';

export type Asked = {
  headers: Record<string, unknown>;
  body: Json;
  /** the user message, as JSON */ data: {
    device: string | null;
    os: string | null;
    locale: string;
    state: string;
    steps: { id: string; text: string }[];
  };
};
/** The content of the answer, or what becomes of the response instead. */
export type Behave = (asked: Asked, res: ServerResponse) => unknown;
export type ModelServer = {
  url: string;
  asked: Asked[];
  behave(how: Behave): void;
  close(): Promise<void>;
};

/** What a model that does its work answers: every step in other words, placeholders kept. */
export const goodAnswer: Behave = ({ data }) => ({
  steps: data.steps.map(({ id, text }) => ({ id, text: `On your ${data.device}: ${text}` })),
});

export async function startModelServer(): Promise<ModelServer> {
  const asked: Asked[] = [];
  let behaviour: Behave = goodAnswer;
  const server = createServer((req, res) => {
    const parts: Buffer[] = [];
    res.on('error', () => {});
    req.on('error', () => {});
    req
      .on('data', (part: Buffer) => parts.push(part))
      .on('end', () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Json;
        const one: Asked = {
          headers: req.headers,
          body,
          data: JSON.parse(body.messages.at(-1).content),
        };
        asked.push(one);
        const content = behaviour(one, res);
        if (content === undefined) return;
        const text = typeof content === 'string' ? content : JSON.stringify(content);
        res.writeHead(200, { 'content-type': 'application/json' }).end(
          JSON.stringify({
            id: 'chat-1',
            object: 'chat.completion',
            created: 1,
            model: body.model,
            choices: [
              { index: 0, message: { role: 'assistant', content: text }, finish_reason: 'stop' },
            ],
            usage: { prompt_tokens: 100, completion_tokens: 50, total_tokens: 150 },
          }),
        );
      });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    asked,
    behave(how) {
      behaviour = how;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
