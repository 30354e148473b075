/** Getting one entitlement: what it is, one tap, and what came of it, however long that takes. */
import { useEffect, useRef, useState } from 'preact/hooks';
import { placeName, useApp, type App } from '../app-state.ts';
import { call, Refusal } from '../data/api.ts';
import { plansOf, type Plan } from '../data/plans.ts';
import type { Dashboard } from '../types.ts';
import { Button, Go } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Trouble } from '../ui/trouble.tsx';
import { sizeOf, untilOf } from './home/said.ts';
import { ChoosePlace } from './claim/choose-place.tsx';

type Stage =
  | { kind: 'ask'; problem?: Refusal }
  | { kind: 'busy' }
  /** the telco has not answered, or has nothing to give now: asked again by itself */
  | { kind: 'pending'; type: string; again: number }
  | { kind: 'done'; isAdded: boolean; iccid: string | null };

const RETRY_S = 8;
/** What the API may still bring to an end. */
const PENDING = new Set([
  'provider_unavailable',
  'redeem_in_progress',
  'idempotency_in_progress',
  'overloaded',
  'offline',
]);
const ELSEWHERE = new Set(['already_redeemed']);

export function Claim({ id = '' }: { id?: string }) {
  const app = useApp();
  const { words } = app;
  const plan = plansOf(app.dashboard, app.now()).find(({ address }) => address === `claim/${id}`);
  // It leaves the dashboard the moment it is claimed; what it was is still shown.
  const known = useRef(plan);
  if (plan !== undefined) known.current = plan;
  const shown = known.current;
  return (
    <Screen title={words.say('claimTitle')}>
      {shown === undefined ? <Gone app={app} /> : <Ask app={app} plan={shown} id={id} />}
    </Screen>
  );
}

const Gone = ({ app: { words } }: { app: App }) => (
  <section class="card hero">
    <h2>{words.say('claimGoneTitle')}</h2>
    <p>{words.say('claimGoneText')}</p>
    <Go to="home">{words.say('toHome')}</Go>
  </section>
);

/** What becomes of it: asked for by a tap, and again by itself while it may still come. */
function useClaim(app: App, id: string, iso3: string | null): [Stage, () => Promise<void>] {
  const isUnderWay = app.dashboard.classic_grants.some(
    (grant) => grant.id === id && grant.status === 'pending',
  );
  const [stage, setStage] = useState<Stage>(
    isUnderWay ? { kind: 'pending', type: 'under_way', again: 1 } : { kind: 'ask' },
  );
  // One key for all tries: a try that was cut off is found again, not made twice.
  const key = useRef(crypto.randomUUID());
  const claim = async (): Promise<void> => {
    setStage((old) => (old.kind === 'pending' ? old : { kind: 'busy' }));
    try {
      const isOnDevice = app.dashboard.esims.some(
        ({ esim_type, status }) => esim_type === 'universal' && status !== 'RELEASED',
      );
      const iccid = await takePlan(app.dashboard, id, iso3, key.current);
      setStage({ kind: 'done', isAdded: isOnDevice, iccid });
      void app.refresh();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) return app.endSession();
      if (ELSEWHERE.has(error.type)) {
        setStage({ kind: 'done', isAdded: false, iccid: null });
        void app.refresh();
      } else if (PENDING.has(error.type)) {
        setStage({ kind: 'pending', type: error.type, again: error.retryAfter ?? RETRY_S });
      } else setStage({ kind: 'ask', problem: error });
    }
  };
  useEffect(() => {
    if (stage.kind !== 'pending') return;
    const timer = setTimeout(() => void claim(), stage.again * 1_000);
    return () => clearTimeout(timer);
  }, [stage]);
  return [stage, claim];
}

function Ask({ app, plan, id }: { app: App; plan: Plan; id: string }) {
  const [iso3, setIso3] = useState(plan.iso3);
  const [stage, claim] = useClaim(app, id, iso3);
  if (stage.kind === 'done') return <Done app={app} stage={stage} />;
  return (
    <section class="card hero">
      <p class="place">
        <bdi>{placeName(app, iso3)}</bdi>
      </p>
      <div class="sign">
        <Icon name="gift" />
      </div>
      <h2>{sizeOf(app, plan)}</h2>
      <p>{untilOf(app, plan) ?? words(app, 'fromFirstUse')}</p>
      {plan.iso3 === null && <ChoosePlace value={iso3} onChoose={setIso3} id={id} />}
      {stage.kind === 'ask' && stage.problem !== undefined && <Trouble problem={stage.problem} />}
      {stage.kind === 'pending' && (
        <Notice tone="quiet">
          {words(app, stage.type === 'offline' ? 'claimOffline' : 'claimPending')}
        </Notice>
      )}
      <Button
        busy={stage.kind !== 'ask'}
        disabled={iso3 === null && plan.covers.length === 0}
        onClick={() => void claim()}
      >
        {words(app, stage.kind === 'ask' ? 'claimNow' : 'claimBusy')}
      </Button>
    </section>
  );
}

const words = ({ words: w }: App, key: Parameters<App['words']['say']>[0]): string => w.say(key);

type Redeemed = { current_esim?: { iccid: string } | null; esim_iccid?: string };

/** Which operation it takes depends on what it is. Returns the eSIM's ICCID, where it is said. */
async function takePlan(
  dashboard: Dashboard,
  id: string,
  iso3: string | null,
  key: string,
): Promise<string | null> {
  const place = iso3 === null ? {} : { iso3 };
  const code = dashboard.promo_codes.find(({ uuid, code }) => (uuid ?? code) === id);
  const isGrant = dashboard.classic_grants.some((grant) => grant.id === id);
  const answer =
    code !== undefined
      ? await call<Redeemed>('POST', 'promo-codes/redeem', {
          body: { code: code.code, ...(iso3 === null ? {} : { destination: iso3 }) },
          key,
        })
      : isGrant
        ? await call<Redeemed>('POST', 'claim', { body: { queue_id: id, ...place }, key })
        : await call<Redeemed>('POST', 'redeem', { body: { package_queue_id: id }, key });
  return answer.current_esim?.iccid ?? answer.esim_iccid ?? null;
}

function Done({ app, stage }: { app: App; stage: Extract<Stage, { kind: 'done' }> }) {
  const isElsewhere = stage.iccid === null;
  const title = isElsewhere ? 'doneElsewhereTitle' : stage.isAdded ? 'addedTitle' : 'doneTitle';
  const text = isElsewhere ? 'doneElsewhereText' : stage.isAdded ? 'addedText' : 'doneText';
  return (
    <section class="card hero" role="status">
      <div class="sign sign-good">
        <Icon name="check" />
      </div>
      <h2>{words(app, title)}</h2>
      <p>{words(app, text)}</p>
      {stage.isAdded || isElsewhere ? (
        <Go to="home">{words(app, 'toHome')}</Go>
      ) : (
        <Go to={`install/${stage.iccid}`}>{words(app, 'installNow')}</Go>
      )}
    </section>
  );
}
