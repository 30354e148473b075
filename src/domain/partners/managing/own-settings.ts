/**
 * What a partner reads and changes of its settings by itself. Some are the operator's, some an
 * owner's: those stay as they are, whatever is changed around them.
 */
import { isDeepStrictEqual } from 'node:util';
import { AppError, invalid, type Problem } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Actor } from '../../actor.ts';
import { settingSchemas, type Settings } from '../../settings/settings.ts';
import { shownSettings, updateSettings, type Narrow } from './settings.ts';

const OPERATORS_OWN = new Set(['currency', 'sandbox_telco', 'store']);
/** It has routes of its own, which another scope and permission open. */
const ENDPOINT = 'webhook_settings';
const OWN_NAMES = Object.keys(settingSchemas).filter((name) => !OPERATORS_OWN.has(name));

/** Members of a setting that are somebody else's to set. */
const OTHERS = {
  mail: { members: ['sender', 'from'], whose: 'the operator sets it' },
  webview: {
    members: ['origins'],
    whose: "an owner sets them in the dashboard, on the screen 'Origins'",
  },
} as const;
type Part = Record<string, unknown>;

/** Those of a change that are not the partner's own; a null among them too. */
export const foreignProblems = (change: Record<string, unknown>): Problem[] =>
  Object.keys(change).flatMap((field) =>
    field === ENDPOINT
      ? [{ field, issue: 'expected nothing: PUT /api/webhooks/settings sets it' }]
      : OPERATORS_OWN.has(field)
        ? [{ field, issue: 'expected nothing: the operator sets it' }]
        : [],
  );

/** Throws where one of the others' members is to become another; left out, it stays. */
export const keepOthers: Narrow = (inForce, { set, reset }) => {
  const problems: Problem[] = [];
  const next: Record<string, unknown> = { ...set };
  for (const [key, { members, whose }] of Object.entries(OTHERS)) {
    if (next[key] === undefined && !reset.includes(key)) continue;
    const now = (inForce as Record<string, Part | undefined>)[key] ?? {};
    const part: Part = { ...(next[key] as Part | undefined) };
    for (const member of members) {
      if (part[member] !== undefined && !isDeepStrictEqual(part[member], now[member]))
        problems.push({
          field: `${key}.${member}`,
          issue: `expected what is in force, or nothing: ${whose}`,
        });
      if (now[member] !== undefined) part[member] = now[member];
    }
    if (Object.keys(part).length > 0) next[key] = part;
  }
  if (problems.length > 0) throw invalid(problems, 'The settings are not valid; see details.');
  return { set: next as Settings, reset: reset.filter((key) => next[key] === undefined) };
};

export const showOwnSettings = (ctx: Context, partnerId: string): Promise<object> =>
  ctx.db.partnerRead(partnerId, async (db) => {
    const row = await db.one<{ settings: Settings }>(
      'select settings from partners where id = $1',
      [partnerId],
    );
    if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
    return withoutEndpoint(await shownSettings(ctx, db, partnerId, row.settings));
  });

function withoutEndpoint(settings: object): object {
  const { [ENDPOINT]: _endpoint, ...rest } = settings as Record<string, unknown>;
  return rest;
}

/** Like the operator's, within what is the partner's own. */
export async function updateOwnSettings(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  change: Record<string, unknown>,
): Promise<object> {
  const foreign = foreignProblems(change);
  if (foreign.length > 0)
    throw invalid(
      foreign,
      `The settings are not valid; a partner sets ${OWN_NAMES.join(', ')} itself.`,
    );
  const { settings } = await updateSettings(ctx, actor, partnerId, change, { narrow: keepOthers });
  return withoutEndpoint(settings);
}

/** Sites that may frame the WebView: all of them anew; the rest of `webview` stays. */
export async function setOrigins(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  origins: readonly string[],
): Promise<readonly string[]> {
  await updateSettings(
    ctx,
    actor,
    partnerId,
    { webview: { origins } },
    {
      narrow: (inForce, { set, reset }) => ({
        set: { ...set, webview: { ...inForce.webview, ...set.webview } },
        reset,
      }),
    },
  );
  return origins;
}
