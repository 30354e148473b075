/**
 * What partners and travelers are told of where an eSIM comes from: the supplier, never which of
 * the operator's accounts there. The sandbox telco's accounts are part of the sandbox and have
 * their names.
 */
import type { Context } from '../../context.ts';

export function publicNameOf({ suppliers }: Pick<Context, 'suppliers'>, account: string): string {
  const kind = suppliers.find(account)?.kind ?? 'sandbox';
  return kind === 'sandbox' ? account : kind;
}
