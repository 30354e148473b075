/** Files of bookings, and sending one. */
import { IMPORTS } from '../../data/imports.ts';
import type { ImportRow } from '../../data/types.ts';
import type { Column } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Empty } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { SendFile } from './send-file.tsx';
import { ImportStateBadge, RowsText } from './state.tsx';

export function ImportsScreen() {
  const { say } = useWords();
  return (
    <ListScreen
      list={IMPORTS}
      shown={{
        title: say('imports'),
        lead: say('importsLead'),
        columns: columnsOf(say),
        filters: [],
        hasCsv: false,
        actions: <SendFile />,
        below: (row) => (
          <>
            <ImportStateBadge state={row.state} />
            <RowsText row={row} />
            <Moment at={row.created_at} />
          </>
        ),
        empty: <Empty title={say('importsNone')}>{say('importsNoneText')}</Empty>,
      }}
    />
  );
}

const columnsOf = (say: Words['say']): Column<ImportRow>[] => [
  {
    name: 'file',
    text: say('file'),
    show: ({ filename, id }) => <span className="font-medium break-all">{filename ?? id}</span>,
  },
  {
    name: 'state',
    text: say('state'),
    from: 'narrow',
    show: ({ state }) => <ImportStateBadge state={state} />,
  },
  { name: 'rows', text: say('rows'), from: 'middle', show: (row) => <RowsText row={row} /> },
  {
    name: 'bad',
    text: say('badRows'),
    from: 'wide',
    className: 'tabular-nums',
    show: ({ rows_bad: bad, rows_failed: failed }) => bad + failed,
  },
  {
    name: 'at',
    text: say('when'),
    from: 'narrow',
    className: 'text-end! whitespace-nowrap text-muted tabular-nums',
    show: ({ created_at: at }) => <Moment at={at} />,
  },
];
