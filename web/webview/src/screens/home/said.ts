/** What a plan is, in words: its size and validity, and how it stands. */
import type { App } from '../../app-state.ts';
import { daysLeft, type Plan } from '../../data/plans.ts';

/** `5 GB · 30 days` */
export function sizeOf({ words }: App, plan: Plan): string {
  const size = plan.isUnlimited
    ? words.say('unlimited')
    : plan.totalBytes === null
      ? null
      : words.bytes(plan.totalBytes);
  const days = plan.days === null ? null : words.say('days', { days: plan.days });
  return [size, days].filter((part) => part !== null).join(' · ');
}

/** The figure of a meter and what stands below it. */
export function figureOf({ words }: App, plan: Plan): { figure: string; caption: string } {
  if (plan.totalBytes === null)
    return { figure: '∞', caption: words.say('used', { used: words.bytes(plan.usedBytes) }) };
  const left = Math.max(0, plan.totalBytes - plan.usedBytes);
  return {
    figure: words.bytes(left),
    caption: words.say('leftOf', { total: words.bytes(plan.totalBytes) }),
  };
}

/** Until when, in days that people count; null while it has not begun. */
export function untilOf(app: App, plan: Plan): string | null {
  if (plan.expiresAt === null) return null;
  const { words } = app;
  const date = words.day(plan.expiresAt);
  if (plan.standing === 'expired') return words.say('endedOn', { date });
  if (plan.iccid === null) return words.say('useBy', { date });
  return words.say('daysLeft', { days: daysLeft(plan.expiresAt, app.now()), date });
}

/** How old the figures are; null where there are none yet. */
export const measuredOf = (app: App, plan: Plan): string | null =>
  plan.measuredAt === null
    ? null
    : app.words.say('measured', {
        age: app.words.ago(Math.max(0, app.now() - Date.parse(plan.measuredAt))),
      });

export const toneOf = ({ standing }: Plan): 'good' | 'low' | 'over' =>
  standing === 'low' ? 'low' : standing === 'used_up' || standing === 'expired' ? 'over' : 'good';
