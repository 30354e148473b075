/**
 * The eSIM onto this phone, by the way that works on it: one tap, a QR code for another screen, or
 * codes typed by hand. Afterwards, how it is switched on.
 */
import { useEffect, useState } from 'preact/hooks';
import { useApp, type App } from '../app-state.ts';
import { call, Refusal } from '../data/api.ts';
import { useResource } from '../data/use-resource.ts';
import { keepSteps, keptSteps } from '../offline/kept.ts';
import type { HeldEsim, Instructions } from '../types.ts';
import { Button, Go } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Steps } from '../ui/steps.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { DeviceCheck } from './install/device-check.tsx';
import { Ways } from './install/ways.tsx';

export function Install({ id }: { id?: string }) {
  const app = useApp();
  const { words, dashboard } = app;
  const esim = esimOf(dashboard.esims, id);
  return (
    <Screen title={words.say('installTitle')}>
      {esim === undefined ? <NoEsim app={app} /> : <Guide key={esim.iccid} app={app} esim={esim} />}
    </Screen>
  );
}

/** The one named, else the first that waits to be installed, else the first. */
const esimOf = (esims: HeldEsim[], iccid: string | undefined): HeldEsim | undefined =>
  iccid === undefined
    ? (esims.find(({ status }) => status === 'RELEASED') ?? esims[0])
    : esims.find((esim) => esim.iccid === iccid);

const NoEsim = ({ app: { words } }: { app: App }) => (
  <section class="card hero empty">
    <Icon name="sim" />
    <h2>{words.say('noEsimTitle')}</h2>
    <p>{words.say('noEsimText')}</p>
    <Go to="home">{words.say('toHome')}</Go>
  </section>
);

const STATUS_S = 5;

function Guide({ app, esim }: { app: App; esim: HeldEsim }) {
  const { words, boot, hints } = app;
  const [isWaiting, setWaiting] = useState(false);
  const read = async (): Promise<Instructions> => {
    try {
      const said = await call<Instructions>('POST', 'instructions', {
        body: { ...hints, format: 'json', iccid: esim.iccid },
      });
      void keepSteps(boot.base, esim.iccid, said);
      return said;
    } catch (error) {
      const kept =
        error instanceof Refusal && error.type === 'offline'
          ? await keptSteps(boot.base, esim.iccid)
          : null;
      if (kept === null) throw error;
      return kept;
    }
  };
  const { value: said, problem, again } = useResource(`${esim.iccid} ${esim.status}`, read);
  useEffect(() => {
    if (!isWaiting || esim.status !== 'RELEASED') return;
    const timer = setInterval(() => void app.refresh(), STATUS_S * 1_000);
    return () => clearInterval(timer);
  }, [isWaiting, esim.status]);
  useEffect(() => {
    if (isWaiting && esim.status !== 'RELEASED') app.host.send({ type: 'installed' });
  }, [esim.status]);
  if (said === null)
    return problem === null ? <Skeleton /> : <Trouble problem={problem} again={again} />;
  return (
    <>
      <section class="card">
        <Standing app={app} esim={esim} isWaiting={isWaiting} />
        {said.install !== null && esim.status === 'RELEASED' && (
          <Ways app={app} said={said} onTap={() => setWaiting(true)} />
        )}
        {esim.status === 'DELETED' && (
          <Go to={`replace/${esim.iccid}`}>{words.say('replaceNow')}</Go>
        )}
      </section>
      <section class="card">
        <h2>{said.title}</h2>
        <Steps steps={said.steps} locale={said.locale} />
        {said.steps.some(({ verified }) => !verified) && (
          <p class="facts">{words.say('menusMayDiffer')}</p>
        )}
        {esim.status === 'RELEASED' && (
          <Button quiet busy={isWaiting} onClick={() => setWaiting(true)}>
            {words.say(isWaiting ? 'checkingInstalled' : 'iInstalled')}
          </Button>
        )}
      </section>
      <More app={app} esim={esim} />
    </>
  );
}

function Standing({ app, esim, isWaiting }: { app: App; esim: HeldEsim; isWaiting: boolean }) {
  const { words } = app;
  if (esim.status === 'DELETED') return <Notice tone="bad">{words.say('installRemoved')}</Notice>;
  if (esim.status === 'ENABLED') return <Notice tone="good">{words.say('installOn')}</Notice>;
  if (esim.status !== 'RELEASED') return <Notice tone="quiet">{words.say('installOff')}</Notice>;
  if (isWaiting)
    return (
      <Notice tone="quiet" icon="refresh">
        {words.say('installWaiting')}
      </Notice>
    );
  return null;
}

function More({ app, esim }: { app: App; esim: HeldEsim }) {
  const { words } = app;
  return (
    <section>
      <DeviceCheck />
      <ul class="rows">
        <li>
          <a href={app.href('support')}>
            <Icon name="help" />
            <span>{words.say('installHelp')}</span>
            <Icon name="next" />
          </a>
        </li>
        {esim.status !== 'RELEASED' && (
          <li>
            <a href={app.href(`replace/${esim.iccid}`)}>
              <Icon name="phone" />
              <span>{words.say('newPhone')}</span>
              <Icon name="next" />
            </a>
          </li>
        )}
      </ul>
    </section>
  );
}
