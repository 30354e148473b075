/** The plan that matters most now, large, with the one next step. */
import { placeName, useApp, type App } from '../../app-state.ts';
import type { Plan, Standing } from '../../data/plans.ts';
import type { Key } from '../../data/words.ts';
import { Button, Go } from '../../ui/button.tsx';
import { Icon, type IconName } from '../../ui/icon.tsx';
import { Ring } from '../../ui/ring.tsx';
import { figureOf, measuredOf, sizeOf, toneOf, untilOf } from './said.ts';

type Face = {
  /** null: a meter stands there */
  icon: IconName | null;
  title: Key;
  text: Key | null;
  step: (plan: Plan) => { label: Key; to: string } | null;
};

const install = (label: Key) => (plan: Plan) => ({ label, to: `install/${plan.iccid}` });
const open = (label: Key) => (plan: Plan) => ({ label, to: plan.address });
const buy = (label: Key) => (plan: Plan) => ({ label, to: `store/${plan.iso3}` });

const FACES: Record<Standing, Face> = {
  early: { icon: 'gift', title: 'earlyTitle', text: 'earlyText', step: open('getData') },
  ready: { icon: 'gift', title: 'readyTitle', text: 'readyText', step: open('getData') },
  to_install: {
    icon: 'sim',
    title: 'toInstallTitle',
    text: 'toInstallText',
    step: install('installNow'),
  },
  removed: { icon: 'trash', title: 'removedTitle', text: 'removedText', step: install('getNew') },
  off: { icon: 'sim', title: 'offTitle', text: 'offText', step: install('switchOn') },
  waiting: { icon: 'plane', title: 'waitingTitle', text: 'waitingText', step: install('howToUse') },
  running: { icon: null, title: 'runningTitle', text: null, step: open('seeDetails') },
  low: { icon: null, title: 'lowTitle', text: 'lowText', step: buy('moreData') },
  used_up: { icon: null, title: 'usedUpTitle', text: 'usedUpText', step: buy('moreData') },
  // What was left of it is not there any more.
  expired: { icon: 'clock', title: 'expiredTitle', text: 'expiredText', step: buy('moreData') },
};

export function Hero({ plan, plans }: { plan: Plan; plans: Plan[] }) {
  const app = useApp();
  const { words } = app;
  const face = FACES[plan.standing];
  const place = placeName(app, plan.iso3);
  const several = plans.filter(({ standing }) => standing === 'ready').length;
  return (
    <section class="card hero">
      <p class="place">
        <bdi>{place}</bdi>
      </p>
      {face.icon === null ? <Meter app={app} plan={plan} /> : <Sign icon={face.icon} />}
      <h2>
        {plan.standing === 'ready' && several > 1
          ? words.say('readySeveral', { count: several })
          : words.say(face.title, { place })}
      </h2>
      {face.icon !== null && <p class="size">{sizeOf(app, plan)}</p>}
      {face.text !== null && <p>{words.say(face.text, { place })}</p>}
      <Facts app={app} plan={plan} />
      <Next app={app} plan={plan} face={face} />
    </section>
  );
}

const Sign = ({ icon }: { icon: IconName }) => (
  <div class="sign">
    <Icon name={icon} />
  </div>
);

function Meter({ app, plan }: { app: App; plan: Plan }) {
  const { figure, caption } = figureOf(app, plan);
  return (
    <Ring
      left={plan.left}
      tone={toneOf(plan)}
      label={app.words.say('meterLabel')}
      figure={figure}
      caption={caption}
    />
  );
}

function Facts({ app, plan }: { app: App; plan: Plan }) {
  const facts = [untilOf(app, plan), measuredOf(app, plan)].filter((fact) => fact !== null);
  return facts.length === 0 ? null : <p class="facts">{facts.join(' · ')}</p>;
}

/** Where nothing can be bought, whoever sells it is whom to ask. */
function Next({ app, plan, face }: { app: App; plan: Plan; face: Face }) {
  const { words, boot } = app;
  const step = face.step(plan);
  if (step === null) return null;
  if (step.to.startsWith('store') && !boot.hasStore)
    return (
      <>
        <p>{boot.slots.help ?? words.say('askForMore', { partner: boot.partner.name })}</p>
        <Button quiet onClick={() => app.go(plan.address)}>
          {words.say('seeDetails')}
        </Button>
      </>
    );
  return <Go to={step.to}>{words.say(step.label)}</Go>;
}
