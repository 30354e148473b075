/** That a claim link or an install link was opened, for later figures: its first time only. */
import type { Context } from '../../context.ts';

/**
 * `link`: a claim link's uuid, or the hash of an install link's token, in hex. The page is shown
 * whatever becomes of this.
 */
export async function noteOpened(
  ctx: Context,
  partnerId: string,
  page: 'claim' | 'install',
  link: string,
): Promise<void> {
  try {
    await ctx.db.partnerTx(partnerId, (tx) =>
      tx.rows(
        `insert into opened_links (partner_id, page, link)
         values ($1, $2, $3)
         on conflict do nothing`,
        [partnerId, page, link],
        'note-opened',
      ),
    );
  } catch (error) {
    ctx.log.warn(
      { page, message: error instanceof Error ? error.message : String(error) },
      'an opened link was not noted',
    );
  }
}
