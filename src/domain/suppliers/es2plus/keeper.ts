import type { Context } from '../../../context.ts';

/** What keeps the ledger of an account, and whose it is. */
export type Keeper = Pick<Context, 'db' | 'secrets'> & { account: string };
