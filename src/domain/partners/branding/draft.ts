/**
 * The one draft of a partner's branding: changes of settings that its people prepare and look at in
 * previews. It is in force for nobody until it is published.
 */
import { isDeepStrictEqual } from 'node:util';
import { AppError } from '../../../errors.ts';
import type { Context } from '../../../context.ts';
import type { Queryable } from '../../../db/pool.ts';
import { timeOrdered } from '../../../ids.ts';
import type { Actor } from '../../actor.ts';
import { checkSettings, type Settings } from '../../settings/settings.ts';
import { keepOthers } from '../managing/own-settings.ts';
import { updateSettings } from '../managing/settings.ts';
import { uploadProblems } from './logos.ts';

/** What a draft may hold. */
export const DRAFTED = ['visual_identity', 'webview', 'message_templates', 'legal'] as const;
type Drafted = (typeof DRAFTED)[number];
export type Changes = { [name in Drafted]?: unknown };

type Draft = { revision: string; changes: Changes; changed_at: string };
export type DraftView = {
  /** as travelers see it */
  in_force: Parts;
  draft: Draft | null;
};

type Parts = Pick<Settings, Drafted>;

/** Origins are an owner's, and in no draft. */
function only(settings: Settings): Parts {
  const { visual_identity, message_templates, legal, webview } = settings;
  const { origins: _origins, ...look } = webview ?? {};
  return {
    visual_identity: visual_identity ?? {},
    ...(message_templates === undefined ? {} : { message_templates }),
    ...(legal === undefined ? {} : { legal }),
    ...(Object.keys(look).length === 0 ? {} : { webview: look }),
  };
}

type Row = { settings: Settings; revision: string | null; changes: Changes; changed_at: Date };

async function read(db: Queryable, partnerId: string): Promise<Row> {
  const row = await db.one<Row>(
    `select p.settings, d.revision, d.changes, d.changed_at
     from partners p
     left join brand_drafts d on d.partner_id = p.id
     where p.id = $1`,
    [partnerId],
  );
  if (row === undefined) throw new AppError('partner_not_found', 'There is no such partner.');
  return row;
}

const viewOf = ({ settings, revision, changes, changed_at }: Row): DraftView => ({
  in_force: only(settings),
  draft: revision === null ? null : { revision, changes, changed_at: changed_at.toISOString() },
});

export const showDraft = (ctx: Pick<Context, 'db'>, partnerId: string): Promise<DraftView> =>
  ctx.db.partnerRead(partnerId, async (db) => viewOf(await read(db, partnerId)));

/** The settings as they would be if it were published. */
export const asDrafted = ({ in_force, draft }: DraftView): Parts => {
  const merged: Record<string, unknown> = { ...in_force };
  for (const [name, value] of Object.entries(draft?.changes ?? {})) {
    if (value === null) delete merged[name];
    else merged[name] = value;
  }
  return { visual_identity: {}, ...merged };
};

const moved = (): AppError =>
  new AppError('conflict', 'Somebody else has changed the draft meanwhile; look at it again.');

/**
 * Replaces all of it; what is as in force is left out, and a draft of nothing is none. `revision`:
 * of the draft that was changed, null = there was none; throws 409 where that is another by now.
 */
export async function saveDraft(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  { revision, changes }: { revision: string | null; changes: Record<string, unknown> },
): Promise<DraftView> {
  const foreign = Object.keys(changes).filter((name) => !DRAFTED.some((known) => known === name));
  const checked = checkSettings(changes, ctx.catalog.current(), [
    ...foreign.map((field) => ({ field, issue: `expected one of ${DRAFTED.join(', ')}` })),
    ...(await uploadProblems(ctx, partnerId, changes['visual_identity'])),
  ]);
  return ctx.db.partnerTx(partnerId, async (tx) => {
    const { settings } = await read(tx, partnerId);
    keepOthers(settings, checked);
    const now = only(settings);
    const next: Changes = only(checked.set);
    const differing = Object.fromEntries(
      Object.keys(changes)
        .map((name) => [name as Drafted, next[name as Drafted] ?? null] as const)
        .filter(([name, value]) => !isDeepStrictEqual(value, now[name] ?? null)),
    );
    await write(tx, actor, partnerId, revision, differing);
    return viewOf(await read(tx, partnerId));
  });
}

async function write(
  tx: Queryable,
  actor: Actor,
  partnerId: string,
  revision: string | null,
  changes: Record<string, unknown>,
): Promise<void> {
  const isEmpty = Object.keys(changes).length === 0;
  if (revision === null) {
    const other = await tx.one('select 1 from brand_drafts where partner_id = $1', [partnerId]);
    if (other !== undefined) throw moved();
    if (isEmpty) return;
    const made = await tx.one(
      `insert into brand_drafts (partner_id, revision, changes, changed_by)
       values ($1, $2, $3, $4)
       on conflict do nothing
       returning 1`,
      [partnerId, timeOrdered(), JSON.stringify(changes), actor.id],
    );
    if (made === undefined) throw moved();
    return;
  }
  if (isEmpty) return take(tx, partnerId, revision);
  const changed = await tx.one(
    `update brand_drafts
     set revision = $3, changes = $4, changed_at = now(), changed_by = $5
     where partner_id = $1 and revision = $2
     returning 1`,
    [partnerId, revision, timeOrdered(), JSON.stringify(changes), actor.id],
  );
  if (changed === undefined) throw moved();
}

async function take(tx: Queryable, partnerId: string, revision: string): Promise<void> {
  const gone = await tx.one(
    'delete from brand_drafts where partner_id = $1 and revision = $2 returning 1',
    [partnerId, revision],
  );
  if (gone === undefined) throw moved();
}

/** Throws 409 where it is another by now. */
export const discardDraft = (
  ctx: Pick<Context, 'db'>,
  partnerId: string,
  revision: string,
): Promise<void> => ctx.db.partnerTx(partnerId, (tx) => take(tx, partnerId, revision));

/**
 * Puts it in force, whole or not at all; it is no draft then. Checked once more, since what it names
 * may be gone. Throws 409 where it is another than the one that was seen.
 */
export async function publishDraft(
  ctx: Context,
  actor: Actor,
  partnerId: string,
  revision: string,
): Promise<void> {
  const { draft } = await showDraft(ctx, partnerId);
  if (draft === null) throw new AppError('not_found', 'There is no draft.');
  if (draft.revision !== revision) throw moved();
  await updateSettings(ctx, actor, partnerId, draft.changes, {
    narrow: keepOthers,
    action: 'brand.published',
    within: (tx) => take(tx, partnerId, revision),
  });
}
