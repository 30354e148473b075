/**
 * The first half of sending: in one transaction the facts are read, the mail is made and stored,
 * and the message is marked as leaving (its subject stands there). Whoever cancels a booking waits
 * for this or comes before it.
 */
import type { Mail, MailSender } from '../../../channels/mail.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { withDefaults, type Settings } from '../../settings/settings.ts';
import { brandOf } from '../../partners/branding/brand.ts';
import { loadFacts, type Addressee } from '../mail/load-facts.ts';
import { isForTraveler, type Claimed, type MessageRow } from '../message-row.ts';
import { preparePush, type PreparedPush } from './prepare-push.ts';
import { renderMail } from '../mail/render.ts';
import { fromOf, senderOf, templateId } from './sender-of.ts';
import { isSuppressed } from './suppress.ts';
import { templateParams } from '../mail/template-params.ts';

/** `wasLeaving`: an attempt before this one may have reached the traveler. */
export type Prepared = { sender: MailSender; mail: Mail; message: MessageRow; wasLeaving: boolean };

/** Null: there is nothing to send (any more), and that is written down. */
export const prepareMessage = (
  ctx: Context,
  claimed: Claimed,
): Promise<Prepared | PreparedPush | null> =>
  ctx.db.partnerTx(claimed.partner_id, async (tx) => {
    const message = await tx.one<MessageRow>(
      `select m.id, m.channel, m.kind, m.subject_id, m.recipient, m.locale, m.booking_id, m.data,
         m.status, m.subject, m.text, m.html,
         m.created_at + (clock_timestamp() - d.created_at) as as_of, d.served
       from dispatches d
       join messages m on m.partner_id = d.partner_id and m.id = d.message_id
       where d.partner_id = $1 and d.message_id = $2 and d.fence = $3`,
      [claimed.partner_id, claimed.message_id, claimed.fence],
      'message-to-send',
    );
    if (message === undefined || message.status !== 'pending') return settle(tx, claimed, null);
    if (message.kind === 'classic_grant') {
      const push = await preparePush(tx, claimed.partner_id, message);
      return 'push' in push ? push : settle(tx, claimed, { ...push, at: message.as_of });
    }
    if (message.channel !== 'EMAIL')
      return settle(tx, claimed, { status: 'skipped', reason: 'no_sender', at: message.as_of });
    if (await isSuppressed(tx, claimed.partner_id, message.recipient))
      return settle(tx, claimed, { status: 'skipped', reason: 'suppressed', at: message.as_of });
    const partner = await addresseeOf(tx, claimed.partner_id);
    const sender = senderOf(ctx, partner);
    if (sender === null)
      return settle(tx, claimed, { status: 'skipped', reason: 'no_sender', at: message.as_of });
    const made = await make(ctx, tx, partner, sender, message);
    const wasLeaving = isForTraveler(message.kind) && message.subject !== null;
    // One whose attempt had no clear end may have arrived, so it was not simply dropped.
    if ('stop' in made)
      return settle(tx, claimed, {
        status: wasLeaving ? 'failed' : 'cancelled',
        reason: made.stop,
        at: message.as_of,
      });
    const { mail } = made;
    return (await markLeaving(tx, claimed, sender.name, mail))
      ? { sender, mail: { ...mail, round: claimed.rounds }, message, wasLeaving }
      : null;
  });

async function addresseeOf(tx: Tx, partnerId: string): Promise<Addressee> {
  const row = await tx.one<Omit<Addressee, 'settings'> & { settings: Settings }>(
    'select id, name, slug, settings from partners where id = $1',
    [partnerId],
  );
  return { ...row!, settings: withDefaults(row!.settings) };
}

/** Its subject stands there from now on. False: somebody else has it, or it was settled. */
async function markLeaving(tx: Tx, claimed: Claimed, sender: string, mail: Mail): Promise<boolean> {
  const marked = await tx.one(
    `with d as (update dispatches
       set sender = $4
       where partner_id = $1 and message_id = $2 and fence = $3
       returning 1)
     update messages
     set subject = $5, text = $6, html = $7, locale = $8
     where partner_id = $1 and id = $2 and status = 'pending' and exists (select 1 from d)
     returning 1`,
    [
      claimed.partner_id,
      claimed.message_id,
      claimed.fence,
      sender,
      mail.subject,
      mail.text,
      mail.html,
      mail.locale,
    ],
  );
  return marked !== undefined;
}

/** Ends a dispatch without sending. */
async function settle(
  tx: Tx,
  claimed: Claimed,
  end: {
    status: 'skipped' | 'cancelled' | 'failed' | 'sent';
    reason: string | null;
    at: Date;
  } | null,
): Promise<null> {
  const held = await tx.one(
    `update dispatches
     set next_attempt_at = null, lease_until = null
     where partner_id = $1 and message_id = $2 and fence = $3
     returning 1`,
    [claimed.partner_id, claimed.message_id, claimed.fence],
  );
  if (held !== undefined && end !== null) {
    await tx.rows(
      `update messages
       set status = $3, reason = $4, settled_at = $5
       where partner_id = $1 and id = $2 and status = 'pending'`,
      [claimed.partner_id, claimed.message_id, end.status, end.reason, end.at],
    );
  }
  return null;
}

async function make(
  ctx: Context,
  tx: Tx,
  partner: Addressee,
  sender: MailSender,
  message: MessageRow,
): Promise<{ mail: Mail } | { stop: string }> {
  const { settings } = partner;
  const base = {
    id: message.id,
    reference: `${partner.id}/${message.id}`,
    round: 0,
    kind: message.kind,
    to: message.recipient,
    replyTo: settings.mail?.reply_to ?? null,
  };
  if (!isForTraveler(message.kind)) {
    // To the partner's own people, made when it was written.
    const { name } = await brandOf(ctx, tx, partner, null);
    return {
      mail: {
        ...base,
        from: fromOf(ctx, partner, name),
        locale: message.locale,
        subject: message.subject ?? '',
        text: message.text ?? '',
        html: message.html ?? '',
        attachments: [],
        template: null,
      },
    };
  }
  const loaded = await loadFacts(ctx, tx, partner, { ...message, kind: message.kind });
  if ('stop' in loaded) return loaded;
  const { facts } = loaded;
  const { subject, text, html, attachments } = renderMail(facts);
  const id = sender.usesTemplates ? templateId(partner, facts.kind, facts.locale) : null;
  const template = id === null ? null : { id, params: templateParams(facts) };
  return {
    mail: {
      ...base,
      from: fromOf(ctx, partner, facts.brand.name),
      locale: facts.locale,
      subject,
      text,
      html,
      attachments,
      template,
    },
  };
}
