/** One connection of the database's owner, for what the application may not do. */
import type { Address } from './address.ts';
import { Connection } from './connection.ts';

export async function asOwner<T>(
  owner: Address,
  work: (client: Connection) => Promise<T>,
): Promise<T> {
  const client = new Connection(owner);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
