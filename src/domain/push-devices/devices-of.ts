import type { Tx } from '../../db/pool.ts';

/** Registration tokens of a traveler, the newest first. */
export const devicesOf = async (tx: Tx, partnerId: string, travelerId: string): Promise<string[]> =>
  (
    await tx.rows<{ token: string }>(
      `select token
       from device_tokens
       where partner_id = $1 and traveler_id = $2
       order by registered_at desc, token`,
      [partnerId, travelerId],
    )
  ).map((row) => row.token);

/** Tokens that are dead for good, whoever's they are now. */
export const dropDevices = (
  tx: Tx,
  partnerId: string,
  tokens: readonly string[],
): Promise<unknown> =>
  tx.rows('delete from device_tokens where partner_id = $1 and token = any($2)', [
    partnerId,
    tokens,
  ]);
