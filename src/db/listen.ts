/** One connection that hears a NOTIFY channel, and comes back when the database does. */
import pg from 'pg';
import { withOptions, type Address } from './address.ts';
import { Connection, PATIENCE } from './connection.ts';
import { setTimeout as sleep } from 'node:timers/promises';

const RETRY_MS = 1_000;

/**
 * `onConnect` runs after every (re)connection: what was said meanwhile has to be read. Resolves
 * when it hears.
 */
export async function listen(
  address: Address,
  channel: string,
  onConnect: () => Promise<void>,
  onMessage: (payload: string) => void,
): Promise<{ close(): Promise<void> }> {
  let isClosed = false;
  let client: pg.Client;
  const connect = async (): Promise<void> => {
    client = new Connection({
      ...PATIENCE,
      ...withOptions(address, '-c timezone=UTC -c application_name=hubby-listen'),
    });
    // Heard from the first moment on: it may end while it is made ready.
    const ended = new Promise<void>((resolve) => client.once('end', resolve));
    client.on('notification', ({ payload }) => onMessage(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${pg.escapeIdentifier(channel)}`);
      await onConnect();
    } catch (error) {
      await client.end().catch(() => {});
      throw error;
    }
    void ended.then(() => (isClosed ? undefined : again()));
  };
  const again = async (): Promise<void> => {
    while (!isClosed) {
      await sleep(RETRY_MS, undefined, { ref: false });
      if (
        await connect().then(
          () => true,
          () => false,
        )
      )
        break;
    }
    if (isClosed) await client.end().catch(() => {});
  };
  await connect();
  return {
    async close() {
      isClosed = true;
      await client.end().catch(() => {});
    },
  };
}
