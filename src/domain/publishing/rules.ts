/** The operator's rules: listed, set, removed. They change nothing until they are published. */
import { AppError } from '../../errors.ts';
import type { Context } from '../../context.ts';
import { noteChange, type Actor } from '../actor.ts';
import { recordAct } from '../audit/record-act.ts';
import { readRule, type RuleInput } from './read-rule.ts';
import { readRules } from './read-rules.ts';
import type { PublishingRule } from './rule.ts';

export const listRules = (ctx: Pick<Context, 'db'>): Promise<PublishingRule[]> => readRules(ctx.db);

/** Throws `invalid_request`. One of that name is replaced whole. */
export async function putRule(
  ctx: Context,
  actor: Actor,
  name: string,
  input: RuleInput,
): Promise<PublishingRule> {
  const catalog = ctx.catalog.current();
  const rule = readRule(name, input, {
    currency: catalog.currency,
    destinationId: (text) => (catalog.byId(text) ?? catalog.byIso3(text))?.id ?? null,
    accounts: ctx.suppliers.all().map((account) => account.name),
  });
  await ctx.db.tx(async (tx) => {
    const known = await tx.one<{ rule: object }>(
      'select rule from publishing_rules where name = $1 for no key update',
      [name],
    );
    await tx.rows(
      `insert into publishing_rules (name, position, rule)
       values ($1, $2, $3)
       on conflict (name) do update
       set position = excluded.position, rule = excluded.rule, changed_at = now()`,
      [name, rule.position, JSON.stringify(rule)],
    );
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'publishing_rule.set',
      subject: name,
      before: known?.rule ?? null,
      after: rule,
    });
  });
  noteChange(ctx, actor, 'a publishing rule was set', { rule: name });
  return rule;
}

/** Throws 404. What it made leaves the catalog when it is published next. */
export async function removeRule(ctx: Context, actor: Actor, name: string): Promise<void> {
  await ctx.db.tx(async (tx) => {
    const removed = await tx.one<{ rule: object }>(
      'delete from publishing_rules where name = $1 returning rule',
      [name],
    );
    if (removed === undefined)
      throw new AppError('not_found', 'There is no publishing rule of this name.');
    await recordAct(tx, actor, {
      partnerId: null,
      action: 'publishing_rule.removed',
      subject: name,
      before: removed.rule,
    });
  });
  noteChange(ctx, actor, 'a publishing rule was removed', { rule: name });
}
