/** Who did what, to what, and how it was before and after. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import {
  auditCsv,
  auditPages,
  toAuditSearch,
  type AuditFilters,
  type AuditSearch,
} from '../../data/audit.ts';
import type { AuditEntry } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { Page } from '../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../ui/said.tsx';
import { Cell, rowClass, Table, useRowKeys } from '../../ui/table.tsx';
import { useWords } from '../../words.tsx';
import { actorText } from './actor-text.ts';
import { Details } from './details.tsx';
import { Filters } from './filters.tsx';

export function AuditScreen() {
  const { say, timeZone } = useWords();
  const scope = useScope();
  const navigate = useNavigate();
  const { entry, ...filters } = toAuditSearch(useSearch({ strict: false }));
  const pages = useInfiniteQuery(auditPages(scope.path, filters, timeZone));
  const entries = pages.data?.pages.flatMap((page) => page.entries) ?? [];
  const go = (search: AuditSearch): void =>
    void navigate({ to: '.', search: search as never, resetScroll: false });
  useRowKeys();
  return (
    <Page
      isWide
      title={say('auditLog')}
      lead={say('auditLead')}
      actions={
        <ButtonLink href={auditCsv(scope.path, filters, timeZone)} download>
          <Download size={14} aria-hidden />
          {say('csv')}
        </ButtonLink>
      }
    >
      <Filters scope={scope} filters={filters} entries={entries} onChange={go} />
      <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Skeleton rows={8} />}
      {entries.length > 0 && <Entries entries={entries} filters={filters} />}
      {pages.hasNextPage && (
        <Button
          className="self-center"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {say('older')}
        </Button>
      )}
      {pages.isSuccess && entries.length === 0 && !pages.hasNextPage && (
        <Nothing isFiltered={Object.keys(filters).length > 0} onClear={() => go({})} />
      )}
      <Details
        entry={entries.find(({ id }) => id === entry)}
        filters={filters}
        onClose={() => go(filters)}
      />
    </Page>
  );
}

const Nothing = ({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) => {
  const { say } = useWords();
  return (
    <Empty title={say(isFiltered ? 'nothingFits' : 'nothingYet')}>
      {isFiltered ? (
        <Button onPress={onClear}>{say('clearFilters')}</Button>
      ) : (
        <p>{say('auditEmpty')}</p>
      )}
    </Empty>
  );
};

function Entries({ entries, filters }: { entries: AuditEntry[]; filters: AuditFilters }) {
  const { say, time, exactly } = useWords();
  return (
    <Table
      label={say('auditLog')}
      head={[
        { text: say('what') },
        { text: say('who'), isWide: true },
        { text: say('toWhat'), isWide: true },
        { text: say('when'), isWide: true },
      ]}
    >
      {entries.map((entry) => (
        <tr key={entry.id} className={`${rowClass} hover:bg-hover`}>
          <Cell className="py-0">
            <Link
              to="."
              search={{ ...filters, entry: entry.id } as never}
              resetScroll={false}
              data-row
              className="flex min-h-10 flex-col justify-center py-1.5 pointer-coarse:min-h-12"
            >
              <span className="font-medium md:whitespace-nowrap">{entry.action}</span>
              <span className="text-sm text-muted md:hidden">
                {actorText(entry.actor)}
                {' · '}
                {time(entry.at)}
              </span>
            </Link>
          </Cell>
          <Cell isWide>{actorText(entry.actor)}</Cell>
          <Cell isWide className="font-mono text-xs text-muted">
            {entry.subject}
          </Cell>
          <Cell isWide className="whitespace-nowrap text-muted">
            <time dateTime={entry.at} title={exactly(entry.at)}>
              {time(entry.at)}
            </time>
          </Cell>
        </tr>
      ))}
    </Table>
  );
}
