/** One file: how far it is, what its columns are taken for, what is wrong with its rows. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useEffect } from 'react';
import { importQuery, importsChanged, isUnderWay } from '../../data/imports.ts';
import type { ImportDetails } from '../../data/types.ts';
import { Panel, PanelPart } from '../../lists/panel.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { ButtonLink } from '../../ui/button.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Exactly } from '../../ui/moment.tsx';
import { Notice } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { ImportActs } from './import-acts.tsx';
import { MapColumns } from './map-columns.tsx';
import { RowErrors } from './row-errors.tsx';
import { ImportStateBadge, RowsText } from './state.tsx';

export function ImportPanel() {
  const { say } = useWords();
  const { path } = useScope();
  const { id = '' } = useParams({ strict: false });
  const found = useQuery(importQuery(path, id));
  const { data } = found;
  const state = data?.state;
  // The list says the same of it.
  useEffect(() => {
    if (state !== undefined) void importsChanged(path);
  }, [path, state]);
  const name = data?.filename ?? id;
  return (
    <Panel
      title={name}
      heading={<span className="break-all">{name}</span>}
      of={say('imports')}
      actions={data !== undefined && <ImportActs one={data} />}
      error={found.error}
      onRetry={() => void found.refetch()}
      isPending={found.isPending}
    >
      {data !== undefined && <Details one={data} />}
    </Panel>
  );
}

function Details({ one }: { one: ImportDetails }) {
  const { say, locale } = useWords();
  const { path } = useScope();
  const count = (rows: number): string => rows.toLocaleString(locale);
  const good = one.rows_checked - one.rows_bad;
  return (
    <>
      {isUnderWay(one) && <Progress one={one} />}
      {one.problem !== null && <Notice tone="danger">{one.problem}</Notice>}
      {one.state === 'checked' && (
        <Notice tone={one.rows_bad === 0 ? 'good' : 'warn'}>
          {say(one.rows_bad === 0 ? 'importAllGood' : 'importSomeBad', {
            good: count(good),
            bad: count(one.rows_bad),
          })}
        </Notice>
      )}
      <Facts
        facts={[
          [say('state'), <ImportStateBadge key="state" state={one.state} />],
          [say('rows'), <RowsText key="rows" row={one} />],
          [say('badRows'), count(one.rows_bad + one.rows_failed)],
          one.rows_done === 0 ? null : [say('bookedRows'), count(one.rows_done)],
          [say('when'), <Exactly key="at" at={one.created_at} />],
        ]}
      />
      {one.errors.length > 0 && (
        <PanelPart title={say('rowErrors')}>
          <RowErrors errors={one.errors} />
        </PanelPart>
      )}
      {['checked', 'failed'].includes(one.state) && (
        <PanelPart title={say('columns')}>
          <MapColumns key={JSON.stringify(one.map)} one={one} />
        </PanelPart>
      )}
      <p>
        <ButtonLink href={`/web-api/${path}/imports/${one.id}/result.csv`} download>
          {say('resultFile')}
        </ButtonLink>
      </p>
    </>
  );
}

function Progress({ one }: { one: ImportDetails }) {
  const { say } = useWords();
  const { rows_total: total, rows_checked: checked, rows_done: done, rows_failed: failed } = one;
  return (
    <progress
      aria-label={say(one.state === 'checking' ? 'importChecking' : 'importRunning')}
      className="usage h-2 w-full overflow-hidden rounded-full"
      max={Math.max(1, total ?? 1)}
      value={one.state === 'checking' ? checked : one.rows_bad + done + failed}
    />
  );
}
