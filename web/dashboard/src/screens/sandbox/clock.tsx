/** The partner's time: how far it is ahead, what comes due next, and moving it. */
import { useQuery } from '@tanstack/react-query';
import { ChevronsRight, FastForward } from 'lucide-react';
import { useEffect, useState } from 'react';
import { clockQuery, moveClock } from '../../data/sandbox.ts';
import type { DueKind, SandboxClock } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key, type Words } from '../../words.tsx';
import { useAct } from './use-act.ts';

const DUE: Record<DueKind, Key> = {
  booking: 'dueBooking',
  package: 'duePackage',
  message: 'dueMessage',
  delivery: 'dueDelivery',
};

export function Clock() {
  const { say } = useWords();
  const { path } = useScope();
  const clock = useQuery(clockQuery(path));
  return (
    <Card className="flex flex-col gap-4 p-4 sm:p-5">
      <h2 className="sr-only">{say('sandboxClock')}</h2>
      <Trouble error={clock.error} onRetry={() => void clock.refetch()} />
      {clock.isPending && <Skeleton rows={2} />}
      {clock.data !== undefined && <Known clock={clock.data} path={path} />}
    </Card>
  );
}

type Read = SandboxClock & { readAt: number };

function Known({ clock, path }: { clock: Read; path: string }) {
  const words = useWords();
  const { say, time } = words;
  const move = useAct(path, async (to: Parameters<typeof moveClock>[1]) => {
    const { fired } = await moveClock(path, to);
    toast(say('clockMoved', { timers: fired.timers, deliveries: fired.deliveries }));
  });
  const { next } = clock;
  return (
    <>
      <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-4">
        <Ticking clock={clock} />
        <div role="group" aria-label={say('sandboxClock')} className="flex flex-wrap gap-2">
          <Button isPending={move.isPending} onPress={() => move.mutate({ advance: '1h' })}>
            {say('plusHour')}
          </Button>
          <Button isPending={move.isPending} onPress={() => move.mutate({ advance: '1d' })}>
            <ChevronsRight size={14} aria-hidden />
            {say('plusDay')}
          </Button>
          <Button
            look="primary"
            isDisabled={next === null}
            isPending={move.isPending}
            onPress={() => next !== null && move.mutate({ now: next.at })}
          >
            <FastForward size={14} aria-hidden />
            {say('toNext')}
          </Button>
        </div>
      </div>
      <p className="border-t border-line pt-3 text-sm text-muted">
        {next === null
          ? say('nothingDue')
          : say('nextDue', { what: say(DUE[next.kind]), when: time(next.at) })}
      </p>
      <Trouble error={move.error} />
    </>
  );
}

/** Goes on by itself between two looks at the server. */
function Ticking({ clock }: { clock: Read }) {
  const words = useWords();
  const at = useClockTime(clock);
  const { locale, timeZone } = words;
  const day = new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeZone }).format(at);
  const hours = new Intl.DateTimeFormat(locale, { timeStyle: 'medium', timeZone }).format(at);
  return (
    <div className="flex min-w-0 flex-col">
      <p className="text-3xl font-semibold tracking-tight tabular-nums">{hours}</p>
      <p className="font-medium">{day}</p>
      <p className="text-sm text-muted">{aheadText(clock.offset_seconds, words)}</p>
    </div>
  );
}

/** The partner's time, each second. */
export function useClockTime({ now, readAt }: Read): Date {
  const time = (): number => Date.parse(now) + (Date.now() - readAt);
  const [, tick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => tick((count) => count + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return new Date(time());
}

function aheadText(seconds: number, { say, locale }: Words): string {
  const minutes = Math.round(seconds / 60);
  if (minutes === 0) return say('clockReal');
  const parts = [
    ['day', Math.floor(minutes / 1_440)],
    ['hour', Math.floor(minutes / 60) % 24],
    ['minute', minutes % 60],
  ] as const;
  const said = parts
    .filter(([, count]) => count > 0)
    .map(([unit, count]) =>
      new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(count),
    );
  return say('clockAhead', { span: new Intl.ListFormat(locale).format(said) });
}
