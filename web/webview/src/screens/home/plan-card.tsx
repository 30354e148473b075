/** One more plan, on a line or two; all of it leads on. */
import { placeName, useApp } from '../../app-state.ts';
import type { Plan, Standing } from '../../data/plans.ts';
import type { Key } from '../../data/words.ts';
import { Bar } from '../../ui/bar.tsx';
import { Icon } from '../../ui/icon.tsx';
import { figureOf, sizeOf, untilOf } from './said.ts';

const SHORT: Record<Standing, Key> = {
  early: 'shortEarly',
  ready: 'shortReady',
  to_install: 'shortToInstall',
  removed: 'shortRemoved',
  off: 'shortOff',
  waiting: 'shortWaiting',
  running: 'shortRunning',
  low: 'shortLow',
  used_up: 'shortUsedUp',
  expired: 'shortExpired',
};
const METERED: Standing[] = ['running', 'low', 'used_up'];

export function PlanCard({ plan }: { plan: Plan }) {
  const app = useApp();
  const { words } = app;
  const isMetered = METERED.includes(plan.standing);
  const { figure, caption } = figureOf(app, plan);
  const until = untilOf(app, plan);
  return (
    <li>
      <a class={`plan plan-${plan.standing}`} href={app.href(plan.address)}>
        <span class="plan-head">
          <bdi class="plan-place">{placeName(app, plan.iso3)}</bdi>
          <span class={`tag tag-${plan.standing}`}>{words.say(SHORT[plan.standing])}</span>
        </span>
        <span class="plan-line">{isMetered ? `${figure} ${caption}` : sizeOf(app, plan)}</span>
        {isMetered && <Bar left={plan.left} label={words.say('meterLabel')} />}
        {until !== null && <span class="plan-note">{until}</span>}
        <Icon name="next" />
      </a>
    </li>
  );
}
