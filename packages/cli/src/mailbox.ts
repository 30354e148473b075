/** `hubby mailbox`: a fresh link to the page of what would have gone out. */
import { partner, type ServerOptions } from './client.ts';
import { print } from './print.ts';

export async function mailbox(options: ServerOptions): Promise<void> {
  const data = await partner(options).sandboxMailboxLink();
  print(options, data, () => `${data.url}\nGood until ${data.expires_at}, for whoever has it.`);
}
