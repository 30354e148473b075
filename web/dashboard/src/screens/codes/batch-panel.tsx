/** One batch: what it is for, how many of its codes are used, the codes, and them to take along. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { Download, QrCode } from 'lucide-react';
import { batchQuery, codesQuery } from '../../data/codes.ts';
import type { BatchCode, CodeBatchDetails, CodeState } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { Button, ButtonLink } from '../../ui/button.tsx';
import { CopyText } from '../../ui/copy.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Exactly } from '../../ui/moment.tsx';
import { Badge, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { CancelOpen } from './cancel-open.tsx';
import { forWhat } from './codes.tsx';
import { STATES } from './states.ts';

export function BatchPanel() {
  const { say } = useWords();
  const { path, may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const found = useQuery(batchQuery(path, id));
  const name = found.data?.name ?? id;
  const maySee = may('bookings.act');
  return (
    <Panel
      title={name}
      heading={<span className="break-words">{name}</span>}
      of={say('codes')}
      actions={
        found.data !== undefined && (
          <>
            {maySee && <Files id={id} hasOpen={found.data.states.open > 0} />}
            {may('settings.write') && found.data.states.open > 0 && (
              <CancelOpen key={id} batch={found.data} />
            )}
          </>
        )
      }
      error={found.error}
      onRetry={() => void found.refetch()}
      isPending={found.isPending}
    >
      {found.data !== undefined && (
        <>
          <About batch={found.data} />
          {maySee && <Codes key={id} id={id} />}
        </>
      )}
    </Panel>
  );
}

/** Sheets hold the open codes. */
function Files({ id, hasOpen }: { id: string; hasOpen: boolean }) {
  const { say } = useWords();
  const { path } = useScope();
  const at = `/web-api/${path}/promo-code-batches/${id}`;
  return (
    <>
      <ButtonLink href={`${at}/codes.csv`} download>
        <Download size={14} aria-hidden />
        {say('csv')}
      </ButtonLink>
      {hasOpen && (
        <ButtonLink href={`${at}/sheets.pdf`} download>
          <QrCode size={14} aria-hidden />
          {say('codeSheets')}
        </ButtonLink>
      )}
    </>
  );
}

function About({ batch }: { batch: CodeBatchDetails }) {
  const words = useWords();
  const { say, locale } = words;
  const { states, valid_until: until, codes, created_at: at } = batch;
  return (
    <>
      <Facts
        facts={[
          [say('codesFor'), forWhat(batch, words)],
          [say('codes'), codes.toLocaleString(locale)],
          until === null ? null : [say('codesUntil'), <Exactly key="until" at={until} />],
          [say('when'), <Exactly key="at" at={at} />],
        ]}
      />
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3">
        {(Object.keys(STATES) as CodeState[]).map((state) => (
          <li key={state} className="flex flex-col rounded-lg border border-line px-3 py-2">
            <span className="text-lg font-semibold tabular-nums">
              {states[state].toLocaleString(locale)}
            </span>
            <span className="text-sm text-muted">{say(STATES[state][0])}</span>
          </li>
        ))}
      </ul>
      {states.open > 0 && <p className="text-sm text-muted">{say('codeSheetsHint')}</p>}
    </>
  );
}

function Codes({ id }: { id: string }) {
  const { say } = useWords();
  const { path } = useScope();
  const pages = useInfiniteQuery(codesQuery(path, id));
  const codes = pages.data?.pages.flatMap((page) => page.codes) ?? [];
  return (
    <PanelPart title={say('codes')}>
      <Trouble error={pages.error} onRetry={() => void pages.refetch()} />
      {pages.isPending && <Skeleton rows={6} />}
      {codes.length > 0 && (
        <ul className="rounded-lg border border-line">
          {codes.map((code) => (
            <Code key={code.promo_code} code={code} />
          ))}
        </ul>
      )}
      {pages.hasNextPage && (
        <Button isPending={pages.isFetchingNextPage} onPress={() => void pages.fetchNextPage()}>
          {say('more')}
        </Button>
      )}
    </PanelPart>
  );
}

function Code({ code: { promo_code: code, state } }: { code: BatchCode }) {
  const { say } = useWords();
  const [text, tone] = STATES[state];
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-3 border-line px-3 py-1.5 not-first:border-t">
      <CopyText text={code} />
      <Badge tone={tone}>{say(text)}</Badge>
    </li>
  );
}
