/** One import with what is wrong with its rows. */
import type { Context } from '../../context.ts';
import type { Partner } from '../partners/partner.ts';
import { FIELD_NAMES, findImport, rowErrors, viewImport } from './import-view.ts';

export const readImport = (ctx: Context, { id: partnerId }: Partner, id: string) =>
  ctx.db.partnerRead(partnerId, async (db) => {
    const row = await findImport(db, partnerId, id);
    return {
      ...viewImport(row),
      errors: await rowErrors(db, partnerId, row),
      fields: FIELD_NAMES,
    };
  });
