/** One package: what is left of it, until when, and when that was measured. */
import { placeName, useApp, type App } from '../app-state.ts';
import { plansOf, totalLeft, type Plan } from '../data/plans.ts';
import type { Key } from '../data/words.ts';
import { Button, Go } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Ring } from '../ui/ring.tsx';
import { Screen } from '../ui/screen.tsx';
import { figureOf, measuredOf, sizeOf, toneOf, untilOf } from './home/said.ts';

/** At which shares used an event goes out; shown where they are passed. */
const THRESHOLDS = [0.2, 0.5, 0.8, 1];

export function Meter({ id = '' }: { id?: string }) {
  const app = useApp();
  const { words, boot } = app;
  const plans = plansOf(app.dashboard, app.now());
  const plan = plans.find(({ address }) => address === `meter/${id}`);
  if (plan === undefined)
    return (
      <Screen title={words.say('meterTitle')}>
        <section class="card hero">
          <h2>{words.say('meterGoneTitle')}</h2>
          <Go to="home">{words.say('toHome')}</Go>
        </section>
      </Screen>
    );
  const { figure, caption } = figureOf(app, plan);
  return (
    <Screen title={words.say('meterTitle')}>
      <section class="card hero">
        <p class="place">
          <bdi>{placeName(app, plan.iso3)}</bdi>
        </p>
        <Ring
          left={plan.left}
          tone={toneOf(plan)}
          label={words.say('meterLabel')}
          figure={figure}
          caption={caption}
        />
        <Thresholds app={app} used={1 - plan.left} />
        <Facts app={app} plan={plan} plans={plans} />
        {boot.hasStore ? (
          <Go to={`store/${plan.iso3}`} icon="bag">
            {words.say('moreData')}
          </Go>
        ) : (
          <p class="facts">{words.say('askForMore', { partner: boot.partner.name })}</p>
        )}
        <Button quiet icon="refresh" onClick={() => void app.refresh()}>
          {words.say('readAgain')}
        </Button>
      </section>
      <p class="foot">
        <Icon name="clock" />
        {words.say('meterHint')}
      </p>
    </Screen>
  );
}

function Thresholds({ app: { words }, used }: { app: App; used: number }) {
  return (
    <ul class="thresholds" aria-label={words.say('thresholds')}>
      {THRESHOLDS.map((share) => (
        <li key={share} class={used >= share ? 'passed' : ''}>
          {words.percent(share)}
          <span class="hidden">
            {words.say(used >= share ? 'thresholdPassed' : 'thresholdAhead')}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Facts({ app, plan, plans }: { app: App; plan: Plan; plans: Plan[] }) {
  const { words } = app;
  const total = totalLeft(plans);
  const facts: [Key, string][] = [
    ['factPackage', sizeOf(app, plan)],
    ['factUsed', words.bytes(plan.usedBytes)],
    ['factValidity', untilOf(app, plan) ?? words.say('fromFirstUse')],
    ['factMeasured', measuredOf(app, plan) ?? words.say('notMeasured')],
  ];
  if (total !== null) {
    const [left, all] = [words.bytes(total.left), words.bytes(total.total)];
    facts.push(['factTogether', words.say('totalLeft', { left, total: all })]);
  }
  return (
    <dl class="facts-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{words.say(name)}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
