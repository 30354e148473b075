/** The sandbox in one look: the time, the phones, and what went out. */
import { RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { resetSandbox } from '../../data/sandbox.ts';
import type { StreamState } from '../../data/stream.ts';
import { forgetTrip } from '../../data/trip/play.ts';
import { queryClient } from '../../data/queries.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { Confirm } from '../../ui/dialog.tsx';
import { Page } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key } from '../../words.tsx';
import { Clock } from './clock.tsx';
import { Happened, Mailbox } from './outbox.tsx';
import { Phones } from './phones.tsx';
import { Telco } from './telco.tsx';
import { TripPlayer } from './trip.tsx';
import { useAct } from './use-act.ts';
import { useLiveSandbox } from './use-live.ts';

export function SandboxScreen() {
  const { say } = useWords();
  const { path, may } = useScope();
  const state = useLiveSandbox(path);
  return (
    <Page
      title={say('sandbox')}
      lead={say('sandboxLead')}
      isWide
      actions={
        <>
          <LiveSign state={state} />
          {may('settings.write') && <Reset path={path} />}
        </>
      }
    >
      <Clock />
      {/* By its own width and not the screen's: large text has fewer columns. */}
      <div className="@container">
        <div className="grid items-start gap-6 @2xl:grid-cols-[minmax(0,1fr)_18rem] @min-[60rem]:grid-cols-[minmax(0,1fr)_18rem_minmax(0,1fr)]">
          <div className="flex min-w-0 flex-col gap-6">
            <TripPlayer />
          </div>
          <div className="flex min-w-0 flex-col gap-6 @min-[60rem]:sticky @min-[60rem]:top-6">
            <Phones />
          </div>
          <div className="grid min-w-0 items-start gap-6 @2xl:col-span-full @2xl:grid-cols-2 @min-[60rem]:col-span-1 @min-[60rem]:grid-cols-1">
            <Happened />
            <div className="flex min-w-0 flex-col gap-6">
              <Mailbox />
              <Telco />
            </div>
          </div>
        </div>
      </div>
    </Page>
  );
}

const LIVE: Record<StreamState, { text: Key; dot: string }> = {
  live: { text: 'live', dot: 'bg-good' },
  waiting: { text: 'liveWaiting', dot: 'bg-edge' },
  lost: { text: 'liveLost', dot: 'bg-danger' },
};

function LiveSign({ state }: { state: StreamState }) {
  const { say } = useWords();
  return (
    <span className="inline-flex min-h-8 items-center gap-1.5 px-2 text-sm text-muted">
      <span aria-hidden className={cn('size-2 rounded-full', LIVE[state].dot)} />
      {say(LIVE[state].text)}
    </span>
  );
}

function Reset({ path }: { path: string }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const reset = useAct<void>(path, async () => {
    await resetSandbox(path);
    forgetTrip(path);
    setOpen(false);
    toast(say('startOverDone'));
    // Everything that other screens keep of this partner is of before.
    await queryClient.invalidateQueries({ queryKey: [path] });
  });
  return (
    <>
      <Button onPress={() => setOpen(true)}>
        <RotateCcw size={14} aria-hidden />
        {say('emptySandbox')}
      </Button>
      <Confirm
        title={say('startOverTitle')}
        text={
          <div className="flex flex-col gap-2">
            <p>{say('startOverGoes')}</p>
            <p>{say('startOverStays')}</p>
          </div>
        }
        action={say('emptySandbox')}
        isPending={reset.isPending}
        trouble={<Trouble error={reset.error} />}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        onConfirm={() => reset.mutate()}
      />
    </>
  );
}
