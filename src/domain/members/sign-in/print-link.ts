import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { makeLink } from './make-link.ts';

/**
 * A link for whoever stands at the installation's own machine: it signs this member in, once, in any
 * browser. 404 for an address that nobody has.
 */
export const printLink = (ctx: Context, actor: Actor, email: string) =>
  ctx.db.tx(async (tx) => {
    const member = await tx.one<{ id: string }>(
      'select id from members where lower(email) = lower($1) for key share',
      [email],
    );
    if (member === undefined)
      throw new AppError('not_found', 'Nobody has this address: invite them first.');
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'sign_in_link.printed',
      subject: member.id,
    });
    return makeLink(ctx, tx, member.id, null);
  });
