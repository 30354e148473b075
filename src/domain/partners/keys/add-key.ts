/** Another key of a partner, of which its owners hear, whoever made it. */
import { invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Tx } from '../../../db/pool.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { readAllowedIps } from './allowed-ips.ts';
import { createKey, type NewKey } from './keys.ts';
import { inOrder, refuseMore, USUAL_SCOPES, type KeyScope } from './scopes.ts';
import type { Partner } from '../partner.ts';
import { momentEnd, readMoment } from '../../time.ts';
import { tellOwners } from './tell-owners.ts';

export type KeyInput = {
  label?: string | undefined;
  /** default: the usual ones, of those that its maker has */
  scopes?: readonly KeyScope[] | undefined;
  /** ISO 8601, to come; a date is its end in the partner's zone */
  expires_at?: string | undefined;
  /** addresses and networks; default: it may sign from everywhere */
  allowed_ips?: readonly string[] | undefined;
};
export type MadeKey = NewKey & {
  partner_id: string;
  label: string | null;
  scopes: KeyScope[];
  expires_at: string | null;
  allowed_ips: string[];
};

/** `own`: what its maker may do, and so may hand on. Throws 403 `scope_missing`, and 400. */
export async function addKey(
  ctx: Context,
  actor: Actor,
  partner: Partner,
  input: KeyInput,
  own: ReadonlySet<KeyScope>,
): Promise<MadeKey> {
  const scopes = scopesOf(input, own);
  const expiresAt = readExpiry(partner, input.expires_at);
  const allowedIps = readAllowedIps(input.allowed_ips ?? []);
  const made = await ctx.db.tx((tx) =>
    makeKey(ctx, actor, tx, partner, { label: input.label ?? null, scopes, expiresAt, allowedIps }),
  );
  ctx.wake('member_mails');
  noteChange(ctx, actor, 'a key was made', { partner_id: partner.id, api_key: made.api_key });
  return made;
}

/** In the caller's transaction; after the commit wake `member_mails`. */
export async function makeKey(
  ctx: Context,
  actor: Actor,
  tx: Tx,
  partner: Pick<Partner, 'id' | 'name'>,
  key: {
    label: string | null;
    scopes: readonly KeyScope[];
    expiresAt: Date | null;
    allowedIps?: readonly string[];
  },
): Promise<MadeKey> {
  const { label, scopes, expiresAt, allowedIps = [] } = key;
  const made = await createKey(ctx, actor, tx, partner.id, {
    scopes,
    allowedIps,
    ...(label === null ? {} : { label }),
    ...(expiresAt === null ? {} : { expiresAt }),
  });
  await tellOwners(ctx, tx, partner, { ...key, apiKey: made.api_key, actor });
  return {
    partner_id: partner.id,
    ...made,
    label,
    scopes: [...scopes],
    expires_at: expiresAt?.toISOString() ?? null,
    allowed_ips: [...allowedIps],
  };
}

function scopesOf({ scopes }: KeyInput, own: ReadonlySet<KeyScope>): KeyScope[] {
  const usual = USUAL_SCOPES.filter((scope) => own.has(scope));
  const wanted = inOrder(scopes ?? (usual.length > 0 ? usual : USUAL_SCOPES));
  refuseMore(wanted, own);
  return wanted;
}

function readExpiry(partner: Partner, text: string | undefined): Date | null {
  if (text === undefined) return null;
  const problems: Problem[] = [];
  const moment = readMoment(text, 'expires_at', problems);
  const at = moment === null ? null : momentEnd(moment, partner.settings.time_zone);
  // By the clock that keys end by, which no sandbox moves.
  if (at !== null && at.getTime() <= Date.now())
    problems.push({
      field: 'expires_at',
      issue: `expected a moment to come, got "${text}": the key would be over before it is used`,
    });
  if (problems.length > 0) throw invalid(problems);
  return at;
}
