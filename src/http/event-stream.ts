/**
 * Server-sent events. What a reader has not taken yet is kept up to a bound; whoever is behind it is
 * let go, and comes back to where they were by the id of the last event that they read.
 */
import { PassThrough, type Readable } from 'node:stream';

/** Who has not read the end by then is cut off. */
const END_MS = 1_000;
/** Bytes that wait for a reader, beside what the system keeps for the connection. */
const MOST_WAITING = 256 * 1024;

export type Message = { id?: string; event: string; data: object };

export type EventStream = {
  readonly readable: Readable;
  send(message: Message): void;
  /** A line that readers skip, so that nobody in between takes it for dead. */
  comment(): void;
  /** Resolves when there is room, or it has ended. */
  hasRoom(): Promise<void>;
  /** After what was sent, which a reader has a moment to take. */
  end(): void;
  isEnded(): boolean;
};

/** `retryMs`: how long readers wait before they come back. */
export function makeEventStream(retryMs: number): EventStream {
  const stream = new PassThrough();
  // Who leaves in the midst of it is no error of ours.
  stream.on('error', () => {});
  let isEnded = false;
  stream.on('close', () => {
    isEnded = true;
  });
  const write = (text: string): void => {
    if (isEnded) return;
    if (stream.writableLength + stream.readableLength + Buffer.byteLength(text) > MOST_WAITING)
      stream.destroy();
    else stream.write(text);
  };
  write(`retry: ${retryMs}\n\n`);
  return {
    readable: stream,
    send: ({ id, event, data }) =>
      write(
        `${id === undefined ? '' : `id: ${id}\n`}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
      ),
    comment: () => write(':\n\n'),
    async hasRoom() {
      if (isEnded || !stream.writableNeedDrain) return;
      await new Promise<void>((resolve) => {
        stream.once('drain', resolve);
        stream.once('close', resolve);
      });
    },
    end() {
      if (isEnded) return;
      isEnded = true;
      stream.end();
      const timer = setTimeout(() => stream.destroy(), END_MS);
      timer.unref();
      stream.once('close', () => clearTimeout(timer));
    },
    isEnded: () => isEnded,
  };
}
