/**
 * What happened to a traveler, newest first, with what the partner was told of each and the request
 * that it came of.
 */
import { useParams } from '@tanstack/react-router';
import type { Timeline, TimelineItem } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { CopyText } from '../../ui/copy.tsx';
import { TextLink } from '../../ui/link.tsx';
import { useWords } from '../../words.tsx';
import { MOMENTS, momentText, noteOf } from './moments.ts';
import { ResendMail } from './resend-mail.tsx';

export function TimelineList({ timeline: { items, is_cut: isCut, log } }: { timeline: Timeline }) {
  const { say } = useWords();
  return (
    <>
      <ol className="flex flex-col">
        {items.map((item, at) => (
          <Item key={`${item.kind} ${item.subject} ${item.at} ${at}`} item={item} log={log} />
        ))}
      </ol>
      {isCut && <p className="text-sm text-muted">{say('timelineCut')}</p>}
    </>
  );
}

function Item({ item, log }: { item: TimelineItem; log: Timeline['log'] }) {
  const words = useWords();
  const { may } = useScope();
  const Sign = MOMENTS[item.kind].icon;
  const note = noteOf(item);
  const isAhead = Date.parse(item.at) > Date.now();
  return (
    <li className="group relative flex gap-3 pb-4 last:pb-0">
      <span
        aria-hidden
        className="absolute start-[13px] top-7 bottom-0 border-s border-line group-last:hidden"
      />
      <span
        aria-hidden
        className={`flex size-7 shrink-0 items-center justify-center rounded-full ${isAhead ? 'border border-dashed border-line text-muted' : 'bg-accent-soft text-accent'}`}
      >
        <Sign size={14} />
      </span>
      <div className="flex min-w-0 flex-1 flex-col">
        <p className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium">{momentText(item, words)}</span>
          <span className="text-sm whitespace-nowrap text-muted tabular-nums">
            <time dateTime={item.at} title={words.exactly(item.at)}>
              {words.time(item.at)}
            </time>
          </span>
        </p>
        <div className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
          {note !== '' && <span className="break-all">{note}</span>}
          {item.event !== null && may('logs.read') && <Told event={item.event} />}
          {item.request_id !== undefined && <Cause id={item.request_id} log={log} />}
          {item.kind === 'support_asked' && <Asked id={item.subject} />}
          {item.kind === 'mail' && may('bookings.act') && <ResendMail id={item.subject} />}
        </div>
      </div>
    </li>
  );
}

/** Its own panel, as long as the log has it; the id is good for what the partner itself wrote down. */
function Cause({ id, log: { kept, days } }: { id: string; log: Timeline['log'] }) {
  const { say } = useWords();
  const { may } = useScope();
  const { partner } = useParams({ strict: false });
  if (!may('logs.read')) return <CopyText text={id} />;
  if (kept.includes(id))
    return (
      <TextLink to="/p/$partner/requests/$id" params={{ partner, id }}>
        {say('momentRequest', { end: id.slice(-6) })}
      </TextLink>
    );
  return (
    <span>
      <CopyText text={id} /> {say('momentRequestGone', { days })}
    </span>
  );
}

function Asked({ id }: { id: string }) {
  const { say } = useWords();
  const { partner } = useParams({ strict: false });
  return (
    <TextLink to="/p/$partner/support/$id" params={{ partner, id }}>
      {say('supportOne')}
    </TextLink>
  );
}

function Told({ event }: { event: NonNullable<TimelineItem['event']> }) {
  const { partner } = useParams({ strict: false });
  return (
    <TextLink to="/p/$partner/events/$id" params={{ partner, id: event.event_id }}>
      {[event.event, event.delivery?.state].filter(Boolean).join(' · ')}
    </TextLink>
  );
}
