/**
 * A partner's settings: a change is checked whole, with what stands apart from them, then written,
 * then shown.
 */
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable, Tx } from '../../../db/pool.ts';
import { senderProblems } from '../../settings/messages.ts';
import { retentionProblems } from '../../settings/retention.ts';
import {
  checkSettings,
  sandboxTelcoProblems,
  withDefaults,
  type Settings,
} from '../../settings/settings.ts';
import { splitSupport, type SupportSecrets } from '../../settings/support.ts';
import { localOriginProblems } from '../../settings/webview.ts';
import { checkEndpoint, type CheckedEndpoint } from '../../webhooks/endpoint/check-endpoint.ts';
import { findEndpoint } from '../../webhooks/endpoint/show-endpoint.ts';
import { writeEndpoint, type Written } from '../../webhooks/endpoint/write-endpoint.ts';
import { fetchLogos, writeLogos, type Logo } from '../branding/logos.ts';
import { lookAgain } from './look-again.ts';
import { noteChange, type Actor } from '../../actor.ts';
import { recordAct } from '../../audit/record-act.ts';
import { partnerNow } from '../now.ts';
import { settingsAsSet } from './settings-as-set.ts';
import { showSupport, writeSupportSecrets } from './support-secrets.ts';

const NO_ENDPOINT = { url: null, api_key: null, enabled: false };
type Change = {
  set: Settings;
  reset: string[];
  /** the setting `webhook_settings`, which has a table of its own */ endpoint: CheckedEndpoint | null;
  /** of `visual_identity`; null = that is not changed */ logos: Logo[] | null;
  /** of `support`; null = that is not changed */ secrets: SupportSecrets | null;
};

/**
 * Throws `invalid_request` naming every bad field. Resolves the endpoint's host and fetches logos,
 * so not inside a transaction. `partnerId` null: of one that is still to be made.
 */
export async function checkChange(
  ctx: Context,
  partnerId: string | null,
  { webhook_settings, ...change }: Record<string, unknown>,
): Promise<Change> {
  const checked =
    webhook_settings === undefined
      ? null
      : await checkEndpoint(ctx, webhook_settings ?? NO_ENDPOINT, 'webhook_settings');
  const { logos, problems } = await fetchLogos(ctx, partnerId, change['visual_identity']);
  const settings = checkSettings(change, ctx.catalog.current(), [
    ...(checked?.problems ?? []),
    ...senderProblems(ctx.mail, change['mail']),
    ...sandboxTelcoProblems(ctx.config.env, change['sandbox_telco']),
    ...retentionProblems(ctx.config, change['retention']),
    ...localOriginProblems(ctx.config.env, change['webview']),
    ...problems,
  ]);
  const { shown, secrets } = splitSupport(
    Object.hasOwn(change, 'support') ? (settings.set.support ?? null) : undefined,
  );
  if (shown !== undefined) settings.set.support = shown;
  return {
    ...settings,
    endpoint: checked?.endpoint ?? null,
    logos: Object.hasOwn(change, 'visual_identity') ? logos : null,
    secrets,
  };
}

/** Where this very call made a signing secret for the endpoint. */
export type ShownOnce = { signing_secret?: string };

export const shownOnce = (written: Written | null): ShownOnce =>
  written === null || written.signingSecret === null
    ? {}
    : { signing_secret: written.signingSecret };

/**
 * The settings in force; `webhook_settings` only where one was set; keys and secrets only by their
 * ends.
 */
export async function shownSettings(
  ctx: Context,
  db: Queryable,
  id: string,
  settings: Settings,
): Promise<object> {
  const endpoint = await findEndpoint(ctx, db, id);
  return {
    ...withDefaults(settings),
    ...(endpoint === null ? {} : { webhook_settings: endpoint }),
    ...(settings.support === undefined
      ? {}
      : { support: await showSupport(ctx, db, id, settings.support) }),
  };
}

/** What of a checked change is written, beside what is in force. May throw. */
export type Narrow = (
  inForce: Settings,
  checked: Pick<Change, 'set' | 'reset'>,
) => Pick<Change, 'set' | 'reset'>;
type How = {
  narrow?: Narrow;
  /** of the audit log */
  action?: string;
  /** in the transaction, once the partner's row is locked; may throw */
  within?(tx: Tx): Promise<void>;
};

/**
 * Replaces each named key whole and leaves the others; null goes back to the default. All of it or
 * nothing.
 */
export async function updateSettings(
  ctx: Context,
  actor: Actor,
  id: string,
  change: Record<string, unknown>,
  { narrow = (_inForce, checked) => checked, action = 'settings.changed', within }: How = {},
): Promise<{ id: string; settings: object } & ShownOnce> {
  const { endpoint, logos, secrets, ...checked } = await checkChange(ctx, id, change);
  let written: Written | null = null;
  const settings = await ctx.db.partnerTx(id, async (tx) => {
    const known = await tx.one<{ settings: Settings }>(
      'select settings from partners where id = $1 for no key update',
      [id],
    );
    if (known === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    await within?.(tx);
    const { set, reset } = narrow(known.settings, checked);
    const before = await settingsAsSet(ctx, tx, id, known.settings);
    const row = await tx.one<{ settings: Settings }>(
      `update partners
       set settings = (settings || $2::jsonb) - $3::text[]
       where id = $1
       returning settings`,
      [id, JSON.stringify(set), reset],
    );
    if (endpoint !== null)
      written = await writeEndpoint(ctx, tx, id, endpoint, partnerNow(ctx, { id }));
    if (logos !== null) await writeLogos(tx, id, logos);
    if (secrets !== null) await writeSupportSecrets(ctx, tx, id, secrets);
    if (['schedules', 'time_zone'].some((key) => Object.hasOwn(change, key)))
      await lookAgain(tx, id, partnerNow(ctx, { id }));
    const after = await settingsAsSet(ctx, tx, id, row!.settings);
    await recordAct(tx, actor, { partnerId: id, action, before, after });
    return shownSettings(ctx, tx, id, row!.settings);
  });
  ctx.keys.forgetPartner(id);
  const done = written as Written | null;
  if (done?.isDue) ctx.wake('deliveries');
  const names = Object.keys(change).sort();
  noteChange(ctx, actor, 'settings were changed', { partner_id: id, settings: names });
  return { id, settings, ...shownOnce(done) };
}
