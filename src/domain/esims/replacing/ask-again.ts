/**
 * An order of a package that is brought over, with which the new eSIM was to come, makes room for one
 * that can make it now. It certainly made nothing; the package joins the new eSIM afterwards.
 */
import type { Scope } from '../../partners/scope.ts';

export async function askAgain({ tx, partner }: Scope, orderId: string): Promise<void> {
  const dropped = await tx.one<{ replaces: string }>(
    'delete from provider_orders where id = $1 returning replaces',
    [orderId],
  );
  if (dropped === undefined) return;
  await tx.rows(
    `update replaced_packages
     set state = 'asked', reason = null
     where partner_id = $1 and package_id = $2 and state = 'ordered'`,
    [partner.id, dropped.replaces],
  );
}
