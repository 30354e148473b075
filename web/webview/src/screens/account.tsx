/** Where this traveler is signed in, and how to end it: here, or everywhere. */
import { useState } from 'preact/hooks';
import { useApp } from '../app-state.ts';
import { call } from '../data/api.ts';
import { useResource } from '../data/use-resource.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Icon } from '../ui/icon.tsx';
import { Screen } from '../ui/screen.tsx';
import { Skeleton } from '../ui/skeleton.tsx';
import { Trouble } from '../ui/trouble.tsx';

type Listed = {
  id: string;
  opened_by: 'redirect' | 'mail';
  device: { device_name?: string; phone_os?: string };
  created_at: string;
  last_seen_at: string;
  is_current: boolean;
};

export function Account() {
  const app = useApp();
  const { words } = app;
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const { value, problem, again } = useResource('sessions', () =>
    call<{ sessions: Listed[] }>('GET', 'sessions'),
  );
  const end = async (id: string): Promise<void> => {
    await call('DELETE', `sessions/${id}`).catch(() => {});
    await again();
  };
  const endAll = async (): Promise<void> => {
    setBusy(true);
    try {
      await call('DELETE', 'sessions');
      app.endSession();
    } catch {
      setBusy(false);
      setAsking(false);
      await again();
    }
  };
  return (
    <Screen title={words.say('accountTitle')}>
      <section class="card">
        <h2>{words.say('sessionsTitle')}</h2>
        {problem !== null && <Trouble problem={problem} again={again} />}
        {value === null && problem === null && <Skeleton />}
        <ul class="sessions">
          {value?.sessions.map((item) => (
            <Row key={item.id} item={item} end={end} />
          ))}
        </ul>
        <Button quiet onClick={() => setAsking(true)}>
          {words.say('logOutEverywhere')}
        </Button>
      </section>
      {isAsking && (
        <Dialog title={words.say('logOutTitle')} onClose={() => setAsking(false)}>
          <p>{words.say('logOutText')}</p>
          <Button busy={isBusy} onClick={() => void endAll()}>
            {words.say('logOutEverywhere')}
          </Button>
          <Button quiet onClick={() => setAsking(false)}>
            {words.say('cancel')}
          </Button>
        </Dialog>
      )}
    </Screen>
  );
}

function Row({ item, end }: { item: Listed; end(id: string): Promise<void> }) {
  const { words } = useApp();
  return (
    <li>
      <Icon name="phone" />
      <p>
        <strong>
          {item.device.device_name ?? item.device.phone_os ?? words.say('someDevice')}
        </strong>
        <span>
          {item.is_current
            ? words.say('thisDevice')
            : words.say('lastSeen', { time: words.time(item.last_seen_at) })}
        </span>
      </p>
      {!item.is_current && (
        <button class="link" type="button" onClick={() => void end(item.id)}>
          {words.say('logOut')}
        </button>
      )}
    </li>
  );
}
