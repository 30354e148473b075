/** A member's stream as a browser reads it. */
import http from 'node:http';
import { until } from '../faults/checks.ts';
import type { Answer, Hubby, Json } from '../harness.ts';
import type { BrowserPage } from './members.ts';

export type Message = { id: string | null; event: string; data: Json };
export type OpenStream = {
  status: number;
  headers: http.IncomingHttpHeaders;
  /** that came so far, oldest first */
  messages: Message[];
  /** as it came */
  text(): string;
  isClosed(): boolean;
  /** Waits for so many of a kind. */
  await(event: string, count?: number): Promise<Message[]>;
  close(): void;
};

/** `path` behind /web-api. Resolves with the headers. */
export function openStream(
  hubby: Hubby,
  browser: BrowserPage,
  path: string,
  headers: Record<string, string> = {},
): Promise<OpenStream> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const request = http.get(
      `${hubby.url}/web-api${path}`,
      {
        agent: false,
        headers: {
          accept: 'text/event-stream',
          'sec-fetch-site': 'same-origin',
          ...(cookie === '' ? {} : { cookie }),
          ...headers,
        },
      },
      (response) => resolve(read(response)),
    );
    request.on('error', reject);
  });
}

function read(response: http.IncomingMessage): OpenStream {
  const messages: Message[] = [];
  let [text, parsed] = ['', 0];
  let isClosed = false;
  response.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    for (let end = text.indexOf('\n\n', parsed); end !== -1; end = text.indexOf('\n\n', parsed)) {
      const message = parse(text.slice(parsed, end));
      if (message !== null) messages.push(message);
      parsed = end + 2;
    }
  });
  response.on('close', () => {
    isClosed = true;
  });
  response.on('error', () => {});
  const of = (event: string): Message[] => messages.filter((one) => one.event === event);
  return {
    status: response.statusCode!,
    headers: response.headers,
    messages,
    text: () => text,
    isClosed: () => isClosed,
    await: (event, count = 1) =>
      until(`${count} of ${event}`, async () => (of(event).length >= count ? of(event) : null)),
    close: () => response.destroy(),
  };
}

/** Null: a comment, or what readers keep to themselves. */
function parse(block: string): Message | null {
  const fields = new Map(
    block.split('\n').map((line): [string, string] => {
      const at = line.indexOf(': ');
      return [line.slice(0, at), line.slice(at + 2)];
    }),
  );
  const event = fields.get('event');
  if (event === undefined) return null;
  return { id: fields.get('id') ?? null, event, data: JSON.parse(fields.get('data')!) };
}

/** What it answers, as of any other call: one that opens is closed at once. */
export async function openBriefly(
  hubby: Hubby,
  browser: BrowserPage,
  path: string,
): Promise<Answer> {
  const stream = await openStream(hubby, browser, path);
  if (stream.status === 200) {
    await stream.await('hello');
    stream.close();
  } else await until('the end of the answer', async () => (stream.isClosed() ? true : null));
  const isJson = String(stream.headers['content-type']).startsWith('application/json');
  return {
    status: stream.status,
    headers: stream.headers,
    text: stream.text(),
    body: isJson ? JSON.parse(stream.text()) : null,
  };
}
