/** Differences between suppliers' books and ours that nobody has resolved, and comparing anew. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { findingPages } from '../../../data/operator/orders.ts';
import type { Finding } from '../../../data/types.ts';
import { useScope } from '../../../shell/use-scope.ts';
import { Button, ButtonLink } from '../../../ui/button.tsx';
import { TextLink } from '../../../ui/link.tsx';
import { Moment } from '../../../ui/moment.tsx';
import { Page } from '../../../ui/page.tsx';
import { Badge, Empty, Skeleton, Trouble } from '../../../ui/said.tsx';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { useWords, type Key } from '../../../words.tsx';
import { Compare } from './compare.tsx';

export function FindingsScreen() {
  const { say } = useWords();
  const { may } = useScope();
  const pages = useInfiniteQuery(findingPages);
  const findings = pages.data?.pages.flatMap((page) => page.findings) ?? [];
  return (
    <Page
      isWide
      title={say('findings')}
      lead={say('findingsLead')}
      actions={
        <>
          {may('operator.manage') && <Compare />}
          <ButtonLink href="/web-api/operator/findings.csv" download>
            <Download size={14} aria-hidden />
            {say('csv')}
          </ButtonLink>
        </>
      }
    >
      <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Skeleton rows={6} />}
      {findings.length > 0 && <Findings findings={findings} />}
      {pages.isSuccess && findings.length === 0 && (
        <Empty title={say('findingsNone')}>{say('findingsNoneText')}</Empty>
      )}
      {pages.hasNextPage && (
        <Button
          className="self-center"
          isPending={pages.isFetchingNextPage}
          onPress={() => void pages.fetchNextPage()}
        >
          {say('older')}
        </Button>
      )}
    </Page>
  );
}

const KINDS: Record<string, Key> = {
  only_at_provider: 'findingOnlyThere',
  only_here: 'findingOnlyHere',
  different: 'findingDifferent',
};

function Findings({ findings }: { findings: readonly Finding[] }) {
  const { say } = useWords();
  return (
    <Table
      label={say('findings')}
      head={[
        { text: say('kind') },
        { text: say('providerOrder') },
        { text: say('supplierOrder'), isWide: true },
        { text: say('when'), isWide: true, isFigure: true },
      ]}
    >
      {findings.map((one) => {
        const kind = KINDS[one.kind];
        return (
          <tr
            key={`${one.provider} ${one.kind} ${one.provider_order_id} ${one.order_id}`}
            className={rowClass}
          >
            <Cell>
              <Badge tone="warn">{kind === undefined ? one.kind : say(kind)}</Badge>
              <p className="mt-1 text-sm break-all text-muted">{one.provider}</p>
            </Cell>
            <Cell className="font-mono text-xs break-all">
              {one.order_id === '' ? (
                '–'
              ) : (
                <TextLink to="/operator/review/$id" params={{ id: one.order_id }}>
                  {one.order_id}
                </TextLink>
              )}
              <p className="md:hidden">{one.provider_order_id}</p>
            </Cell>
            <Cell isWide className="font-mono text-xs break-all">
              {one.provider_order_id}
            </Cell>
            <Cell isWide isFigure className="whitespace-nowrap text-muted">
              <Moment at={one.found_at} />
            </Cell>
          </tr>
        );
      })}
    </Table>
  );
}
