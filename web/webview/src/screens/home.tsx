/** The first screen: how it stands, and the one thing to do next. */
import { useApp, type App } from '../app-state.ts';
import { plansOf, totalLeft, type Plan } from '../data/plans.ts';
import { Band } from '../ui/band.tsx';
import { Go } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { OfflineNotice } from '../ui/offline-notice.tsx';
import { useTitle } from '../ui/screen.tsx';
import { Hero } from './home/hero.tsx';
import { PlanCard } from './home/plan-card.tsx';

export function Home() {
  const app = useApp();
  const { words, boot, dashboard } = app;
  useTitle(words.say('homeTitle'), boot.partner.name);
  const plans = plansOf(dashboard, app.now());
  const [first, ...others] = plans;
  return (
    <>
      <Band partner={boot.partner}>
        <a class="band-action" href={app.href('account')}>
          <Icon name="person" />
          <span class="hidden">{words.say('accountTitle')}</span>
        </a>
      </Band>
      <main class="column home">
        <h1 class="hidden">{words.say('homeTitle')}</h1>
        <OfflineNotice />
        {dashboard.partner_status === 'paused' && (
          <Notice tone="quiet">{words.say('partnerPaused', { partner: boot.partner.name })}</Notice>
        )}
        {first === undefined ? <Nothing app={app} /> : <Hero plan={first} plans={plans} />}
        {others.length > 0 && <Others app={app} plans={others} all={plans} />}
        <Rows app={app} />
        <Legal app={app} />
      </main>
    </>
  );
}

function Nothing({ app: { words, boot } }: { app: App }) {
  return (
    <section class="card hero empty">
      <Icon name="plane" />
      <h2>{words.say('nothingTitle')}</h2>
      <p>{boot.slots.welcome ?? words.say('nothingText', { partner: boot.partner.name })}</p>
      {boot.hasStore && <Go to="store">{words.say('buyData')}</Go>}
    </section>
  );
}

function Others({ app, plans, all }: { app: App; plans: Plan[]; all: Plan[] }) {
  const { words } = app;
  const total = totalLeft(all);
  return (
    <section>
      <h2>{words.say('othersTitle')}</h2>
      {total !== null && (
        <p class="total">
          {words.say('totalLeft', {
            left: words.bytes(total.left),
            total: words.bytes(total.total),
          })}
        </p>
      )}
      <ul class="plans">
        {plans.map((plan) => (
          <PlanCard key={plan.address} plan={plan} />
        ))}
      </ul>
    </section>
  );
}

function Rows({ app }: { app: App }) {
  const { words, boot, dashboard } = app;
  const rows: [string, IconName, string][] = [
    ...(dashboard.esims.length > 0
      ? ([['install', 'sim', words.say('rowInstall')]] as [string, IconName, string][])
      : []),
    ...(boot.hasStore
      ? ([['store', 'bag', words.say('rowStore')]] as [string, IconName, string][])
      : []),
    ['support', 'help', words.say('rowSupport')],
  ];
  return (
    <nav aria-label={words.say('more')}>
      <ul class="rows">
        {rows.map(([to, icon, text]) => (
          <li key={to}>
            <a href={app.href(to)}>
              <Icon name={icon} />
              <span>{text}</span>
              <Icon name="next" />
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

const Legal = ({ app: { boot } }: { app: App }) =>
  boot.partner.legal.length === 0 ? null : (
    <ul class="legal">
      {boot.partner.legal.map(({ label, url }) => (
        <li key={url}>
          <a href={url} target="_blank" rel="noopener noreferrer">
            {label}
          </a>
        </li>
      ))}
    </ul>
  );
