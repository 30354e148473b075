/** A new eSIM for a new phone, or in place of one that was deleted: what comes along, what is lost. */
import { useRef, useState } from 'preact/hooks';
import { placeName, useApp, type App } from '../app-state.ts';
import { call, Refusal } from '../data/api.ts';
import type { Key } from '../data/words.ts';
import { useResource } from '../data/use-resource.ts';
import { Button, Go } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { Notice } from '../ui/notice.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Trouble } from '../ui/trouble.tsx';

type Left = {
  package_queue_uuid: string;
  reason: 'in_use' | 'started' | 'not_cancellable' | 'cancel_requested';
};
type Preview = {
  moved: { package_queue_uuid: string }[];
  left: Left[];
};
type Replaced = { current_esim: { iccid: string } | null };

const REASONS: Record<Left['reason'], Key> = {
  in_use: 'leftInUse',
  started: 'leftStarted',
  not_cancellable: 'leftNotCancellable',
  cancel_requested: 'leftCancelRequested',
};

export function Replace({ id = '' }: { id?: string }) {
  const app = useApp();
  const { words } = app;
  const { value, problem, again } = useResource(id, () =>
    call<Preview>('GET', `esims/${id}/replacement`),
  );
  return (
    <Screen title={words.say('replaceTitle')}>
      {value === null && problem === null && <Skeleton />}
      {problem !== null && value === null && <Trouble problem={problem} again={again} />}
      {value !== null && <Ask app={app} iccid={id} preview={value} />}
    </Screen>
  );
}

type Stage = 'ask' | 'busy' | 'later' | { iccid: string | null } | Refusal;

function Ask({ app, iccid, preview }: { app: App; iccid: string; preview: Preview }) {
  const { words } = app;
  const [stage, setStage] = useState<Stage>('ask');
  const key = useRef(crypto.randomUUID());
  const isDeleted = app.dashboard.esims.some((e) => e.iccid === iccid && e.status === 'DELETED');
  const replace = async (): Promise<void> => {
    setStage('busy');
    try {
      const made = await call<Replaced>('POST', 'replace-esim', {
        body: { iccid, reason: isDeleted ? 'deleted' : 'new_device' },
        key: key.current,
      });
      setStage({ iccid: made.current_esim?.iccid ?? null });
      void app.refresh();
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (error.status === 401) return app.endSession();
      if (error.type === 'nothing_to_move') {
        setStage('later');
        void app.refresh();
      } else setStage(error);
    }
  };
  if (stage === 'later') return <Done app={app} text="replaceLater" to="home" label="toHome" />;
  if (typeof stage === 'object' && 'iccid' in stage)
    return (
      <Done
        app={app}
        text="replaceDone"
        to={stage.iccid === null ? 'install' : `install/${stage.iccid}`}
        label="installNow"
      />
    );
  return (
    <section class="card">
      <p>{words.say(isDeleted ? 'replaceDeletedText' : 'replaceText')}</p>
      <List app={app} title="replaceMoved" items={preview.moved} />
      <List app={app} title="replaceLeft" items={preview.left} />
      {preview.left.length > 0 && <Notice tone="bad">{words.say('replaceLoss')}</Notice>}
      {stage instanceof Refusal && (
        <Notice tone="bad">
          {words.say(stage.type === 'replace_limit' ? 'replaceLimit' : 'replaceNot')}
        </Notice>
      )}
      <Button busy={stage === 'busy'} onClick={() => void replace()}>
        {words.say(stage === 'busy' ? 'replaceBusy' : 'replaceNow')}
      </Button>
      <Button quiet onClick={app.back}>
        {words.say('cancel')}
      </Button>
    </section>
  );
}

/** What a package is for, by the queue that it came of. */
function whereOf({ dashboard }: App, uuid: string): string | null {
  const queueId = `pq_${uuid.replaceAll('-', '')}`;
  const packages = dashboard.esims.flatMap((esim) => esim.packages);
  return packages.find((k) => k.package_queue_id === queueId)?.destination_iso3 ?? null;
}

type ListProps = { app: App; title: Key; items: (Left | Preview['moved'][number])[] };

function List({ app, title, items }: ListProps) {
  if (items.length === 0) return null;
  return (
    <>
      <h2>{app.words.say(title)}</h2>
      <ul class="list">
        {items.map((item) => (
          <li key={item.package_queue_uuid}>
            <bdi>{placeName(app, whereOf(app, item.package_queue_uuid))}</bdi>
            {'reason' in item && <span>{app.words.say(REASONS[item.reason])}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

const Done = (props: { app: App; text: Key; to: string; label: Key }) => (
  <section class="card hero" role="status">
    <div class="sign sign-good">
      <Icon name="check" />
    </div>
    <p>{props.app.words.say(props.text)}</p>
    <Go to={props.to}>{props.app.words.say(props.label)}</Go>
  </section>
);
