/** One entry, whole. Its address can be passed on. */
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import type { AuditFilters } from '../../data/audit.ts';
import type { AuditEntry } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { IconButton } from '../../ui/button.tsx';
import { cn } from '../../ui/cn.ts';
import { CopyText } from '../../ui/copy.tsx';
import { Drawer } from '../../ui/dialog.tsx';
import { TextLink } from '../../ui/link.tsx';
import { useWords } from '../../words.tsx';
import { actorText } from './actor-text.ts';

export function Details({
  entry,
  filters,
  onClose,
}: {
  entry: AuditEntry | undefined;
  filters: AuditFilters;
  onClose(): void;
}) {
  const { say } = useWords();
  return (
    <Drawer
      label={entry?.action ?? say('auditLog')}
      side="end"
      isOpen={entry !== undefined}
      onClose={onClose}
    >
      {entry !== undefined && (
        <div className="flex flex-col gap-5 p-5">
          <div className="flex items-start justify-between gap-4">
            <h2 className="text-lg font-semibold">{entry.action}</h2>
            <IconButton label={say('close')} onPress={onClose} className="-me-1.5 -mt-1">
              <X size={16} aria-hidden />
            </IconButton>
          </div>
          <Facts entry={entry} filters={filters} />
          <Changes entry={entry} />
        </div>
      )}
    </Drawer>
  );
}

function Facts({ entry, filters }: { entry: AuditEntry; filters: AuditFilters }) {
  const { say, exactly } = useWords();
  const only = (name: 'actor' | 'subject', value: string): ReactNode => (
    <Link
      to="."
      search={{ ...filters, [name]: value } as never}
      className="inline-flex min-h-6 items-center text-sm text-accent underline underline-offset-2 pointer-coarse:min-h-11"
    >
      {say('onlyThis')}
    </Link>
  );
  const facts: [string, ReactNode][] = [
    [
      say('who'),
      <span key="who" className="flex flex-wrap items-center gap-x-3">
        {actorText(entry.actor)}
        {only('actor', entry.actor.id)}
      </span>,
    ],
    [
      say('when'),
      <time key="when" dateTime={entry.at}>
        {exactly(entry.at)}
      </time>,
    ],
    ...(entry.subject === null
      ? []
      : [
          [
            say('toWhat'),
            <span key="what" className="flex flex-wrap items-center gap-x-3">
              <CopyText text={entry.subject} />
              {only('subject', entry.subject)}
            </span>,
          ] as [string, ReactNode],
        ]),
    ...(entry.request_id === null
      ? []
      : [
          [
            say('requestId'),
            <RequestOf key="request" actor={entry.actor} id={entry.request_id} />,
          ] as [string, ReactNode],
        ]),
  ];
  return (
    <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-2">
      {facts.map(([term, fact]) => (
        <div key={term} className="contents">
          <dt className="text-sm text-muted">{term}</dt>
          <dd className="min-w-0">{fact}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Those of keys are in the partner's log; what members do here is not. */
function RequestOf({ actor, id }: { actor: AuditEntry['actor']; id: string }) {
  const { say } = useWords();
  const { partner, may } = useScope();
  const isLogged = actor.kind === 'key' && partner !== null && may('logs.read');
  return (
    <span className="flex flex-wrap items-center gap-x-3">
      <CopyText text={id} />
      {isLogged && (
        <TextLink to="/p/$partner/requests/$id" params={{ partner: partner.slug, id }}>
          {say('showRequest')}
        </TextLink>
      )}
    </span>
  );
}

/** Field by field, beside each other: what changed stands out. */
function Changes({ entry: { before, after } }: { entry: AuditEntry }) {
  const { say } = useWords();
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])];
  if (fields.length === 0) return <p className="text-muted">{say('noChanges')}</p>;
  return (
    <div className="overflow-x-auto rounded-lg border border-line">
      <table className="w-full text-sm">
        <thead className="bg-sunken text-xs text-muted">
          <tr>
            {[say('field'), say('before'), say('after')].map((text) => (
              <th key={text} scope="col" className="px-3 py-1.5 text-start font-medium">
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => {
            const [was, is] = [shown(before?.[field]), shown(after?.[field])];
            return (
              <tr key={field} className="border-t border-line align-top">
                <th scope="row" className="px-3 py-1.5 text-start font-medium">
                  {field}
                </th>
                <td className={cn('px-3 py-1.5 font-mono', was !== is && 'text-danger')}>{was}</td>
                <td className={cn('px-3 py-1.5 font-mono', was !== is && 'text-good')}>{is}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}

const shown = (value: unknown): string => {
  if (value === undefined) return '–';
  return typeof value === 'string' ? value : JSON.stringify(value);
};
