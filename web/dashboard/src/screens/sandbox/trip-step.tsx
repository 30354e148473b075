/** One step of a trip: what happens, how far it is, and the events that came of it. */
import { useParams } from '@tanstack/react-router';
import {
  CardSim,
  Check,
  CircleAlert,
  CircleGauge,
  Gauge,
  House,
  Hourglass,
  Plane,
  Smartphone,
  SquareCheck,
  Ticket,
  Wifi,
  type LucideIcon,
} from 'lucide-react';
import type { Step, StepName, StepState } from '../../data/trip/trip.ts';
import { cn } from '../../ui/cn.ts';
import { TextLink } from '../../ui/link.tsx';
import { Trouble } from '../../ui/said.tsx';
import { useWords, type Key } from '../../words.tsx';

const LOOKS: Record<StepName, { text: Key; icon: LucideIcon }> = {
  book: { text: 'tripBook', icon: Ticket },
  redeem: { text: 'tripRedeem', icon: SquareCheck },
  cutoff: { text: 'tripCutoff', icon: Hourglass },
  install: { text: 'tripInstall', icon: CardSim },
  depart: { text: 'tripDepart', icon: Plane },
  firstBytes: { text: 'tripFirstBytes', icon: Wifi },
  half: { text: 'tripHalf', icon: Gauge },
  most: { text: 'tripMost', icon: CircleGauge },
  lastByte: { text: 'tripLastByte', icon: Smartphone },
  home: { text: 'tripHome', icon: House },
};
const STATES: Record<StepState, { text: Key; className: string }> = {
  todo: { text: 'stepTodo', className: 'border border-dashed border-line text-muted' },
  doing: { text: 'stepDoing', className: 'bg-accent text-on-accent motion-safe:animate-pulse' },
  done: { text: 'tripStepDone', className: 'bg-good-soft text-good' },
  failed: { text: 'stepFailed', className: 'bg-danger-soft text-danger' },
};

export function TripStep({ step: { name, state, events, missing, error } }: { step: Step }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  const { text, icon } = LOOKS[name];
  const Sign = state === 'done' ? Check : state === 'failed' ? CircleAlert : icon;
  return (
    <li
      aria-current={state === 'doing' ? 'step' : undefined}
      className="group relative flex gap-3 pb-3 last:pb-0"
    >
      <span
        aria-hidden
        className="absolute start-[13px] top-7 bottom-0 border-s border-line group-last:hidden"
      />
      <span
        aria-hidden
        className={cn(
          'flex size-7 shrink-0 items-center justify-center rounded-full',
          STATES[state].className,
        )}
      >
        <Sign size={14} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col gap-1 pt-0.5">
        <p className={cn(state === 'todo' ? 'text-muted' : 'font-medium')}>
          {say(text)}
          <span className="sr-only"> ({say(STATES[state].text)})</span>
        </p>
        {events.length > 0 && (
          <ul className="flex flex-wrap gap-x-3">
            {events.map(({ event_id: id, event }) => (
              <li key={id} className="arrive font-mono text-xs">
                <TextLink to="/p/$partner/events/$id" params={{ partner, id }}>
                  {event}
                </TextLink>
              </li>
            ))}
          </ul>
        )}
        {missing.length > 0 && (
          <p className="text-sm text-warn">{say('stepMissing', { events: missing.join(', ') })}</p>
        )}
        <Trouble error={error} />
      </div>
    </li>
  );
}
