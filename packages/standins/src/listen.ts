/** Where a stand-in is to be found: on this machine only. */
import { once } from 'node:events';
import type { AddressInfo, Server } from 'node:net';

/** Answers the port, any free one for 0. Rejects where it is taken. */
export async function listen(server: Server, port = 0): Promise<number> {
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
