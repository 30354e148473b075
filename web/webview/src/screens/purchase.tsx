/** One purchase, watched until it has come to an end: what has happened, and what is next. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { placeName, useApp, type App } from '../app-state.ts';
import { call, Refusal } from '../data/api.ts';
import type { Key } from '../data/words.ts';
import type { Purchase as Bought } from '../types.ts';
import { useResource } from '../data/use-resource.ts';
import { Button, Go } from '../ui/button.tsx';
import { Icon, type IconName } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { goToPay } from '../data/go-to-pay.ts';

type Standing = Bought['status'] | 'checking';
type Face = { icon: IconName; title: Key; text: Key | null };

const FACES: Record<Standing, Face> = {
  created: { icon: 'clock', title: 'purchaseCreated', text: 'purchaseCreatedText' },
  paid: { icon: 'refresh', title: 'purchasePaid', text: 'purchasePaidText' },
  checking: { icon: 'clock', title: 'purchaseChecking', text: 'purchaseCheckingText' },
  provisioned: { icon: 'check', title: 'purchaseProvisioned', text: null },
  failed: { icon: 'warn', title: 'purchaseFailed', text: 'purchaseFailedText' },
  expired: { icon: 'clock', title: 'purchaseExpired', text: 'purchaseExpiredText' },
  refunded: { icon: 'check', title: 'purchaseRefunded', text: 'purchaseRefundedText' },
};
const GOING_ON: Standing[] = ['created', 'paid', 'checking'];
const LOOK_MS = 2_000;
const LOOK_LATER_MS = 10_000;
const SOON = 30;

export function Purchase({ id = '' }: { id?: string }) {
  const app = useApp();
  const { words } = app;
  const looks = useRef(0);
  const { value, problem, again } = useResource(id, () => call<Bought>('GET', `purchases/${id}`));
  const standing = value === null ? null : standingOf(value);
  useEffect(() => {
    if (standing === null || !GOING_ON.includes(standing)) return;
    looks.current += 1;
    const wait = looks.current > SOON ? LOOK_LATER_MS : LOOK_MS;
    const timer = setTimeout(() => void again(), wait);
    return () => clearTimeout(timer);
  }, [value, problem]);
  useEffect(() => {
    if (standing !== 'provisioned') return;
    app.host.send({ type: 'purchased' });
    void app.refresh();
  }, [standing]);
  return (
    <Screen title={words.say('purchaseTitle')}>
      {value === null && problem === null && <Skeleton />}
      {value === null && problem !== null && <Trouble problem={problem} again={again} />}
      {value !== null && <Shown app={app} bought={value} again={again} />}
    </Screen>
  );
}

const standingOf = ({ status, progress }: Bought): Standing =>
  progress === 'checking' ? 'checking' : status;

/** What the money has become, where it is on an eSIM already. */
function madeOf({ dashboard }: App, { package_queue_uuid: uuid }: Bought) {
  const queueId = uuid === null ? null : `pq_${uuid.replaceAll('-', '')}`;
  for (const esim of dashboard.esims) {
    const made = esim.packages.find(({ package_queue_id: id }) => id === queueId);
    if (made !== undefined) return { esim, made };
  }
  return null;
}

/** Never used, and nobody has asked yet; whether the supplier takes it back is seen then. */
const isReturnable = (app: App, bought: Bought): boolean =>
  bought.status === 'provisioned' &&
  bought.refund === null &&
  bought.refund_requested_at === null &&
  madeOf(app, bought)?.made.date_activated === null;

type ShownProps = { app: App; bought: Bought; again(): Promise<void> };

function Shown({ app, bought, again }: ShownProps) {
  const { words } = app;
  const standing = standingOf(bought);
  const face = FACES[standing];
  const days =
    bought.duration_days === null ? null : words.say('days', { days: bought.duration_days });
  const size = bought.bytes === null ? words.say('unlimited') : words.bytes(bought.bytes);
  return (
    <section class="card hero" role="status">
      <p class="place">
        <bdi>{placeName(app, bought.iso3)}</bdi>
      </p>
      <div class={standing === 'provisioned' ? 'sign sign-good' : 'sign'}>
        {standing === 'paid' ? <span class="spinner" /> : <Icon name={face.icon} />}
      </div>
      <h2>{words.say(face.title)}</h2>
      <p class="size">
        {[size, days, words.money(bought.amount, bought.currency)]
          .filter((part) => part !== null)
          .join(' · ')}
      </p>
      {face.text !== null && <p>{words.say(face.text)}</p>}
      <Next app={app} bought={bought} standing={standing} />
      {isReturnable(app, bought) && <Refund app={app} bought={bought} again={again} />}
    </section>
  );
}

function Next({ app, bought, standing }: Omit<ShownProps, 'again'> & { standing: Standing }) {
  const { words } = app;
  if (standing === 'created' && bought.checkout_url != null)
    return (
      <Button quiet icon="bag" onClick={() => goToPay(app, bought.id, bought.checkout_url!)}>
        {words.say('purchaseOpen')}
      </Button>
    );
  if (standing === 'provisioned') {
    const esim = madeOf(app, bought)?.esim;
    return esim?.status === 'RELEASED' ? (
      <Go to={`install/${esim.iccid}`}>{words.say('installNow')}</Go>
    ) : (
      <Go to="home">{words.say('toHome')}</Go>
    );
  }
  if (GOING_ON.includes(standing)) return null;
  return <Go to={`store/${bought.iso3}`}>{words.say('buyAgain')}</Go>;
}

/** What was never used can go back. */
function Refund({ app, bought, again }: ShownProps) {
  const { words } = app;
  const [stage, setStage] = useState<'ask' | 'busy' | 'done' | Refusal>('ask');
  const ask = async (): Promise<void> => {
    setStage('busy');
    try {
      await call('POST', `purchases/${bought.id}/refund-request`, {
        body: { reason: words.say('refundAsk') },
        key: `refund-${bought.id}`,
      });
      setStage('done');
      await again();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      setStage(error);
    }
  };
  if (stage === 'done') return <Notice tone="good">{words.say('refundDone')}</Notice>;
  return (
    <details class="fold">
      <summary>{words.say('refundAsk')}</summary>
      <div>
        <p>{words.say('refundText')}</p>
        {stage instanceof Refusal && <Trouble problem={stage} />}
        <Button quiet busy={stage === 'busy'} onClick={() => void ask()}>
          {words.say('refundAsk')}
        </Button>
      </div>
    </details>
  );
}
