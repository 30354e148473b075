/** Where FCM is not configured: nothing leaves this machine, the stored message is the push. */
import type { PushSender } from '../push.ts';

export const makePushMailbox = (): PushSender => ({
  name: 'mailbox',
  delivers: true,
  send: async ({ tokens }) => new Map(tokens.map((token) => [token, { kind: 'taken' }])),
  async close() {},
});
