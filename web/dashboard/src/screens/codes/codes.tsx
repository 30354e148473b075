/** Promo codes that were made or imported together. */
import { useParams } from '@tanstack/react-router';
import { CODE_BATCHES, ENDING_SOON } from '../../data/codes.ts';
import { placeText } from '../../data/reports.ts';
import type { CodeBatch } from '../../data/types.ts';
import type { Column } from '../../lists/list.ts';
import { ListScreen } from '../../lists/list-screen.tsx';
import { useScope } from '../../shell/use-scope.ts';
import { LinkButton } from '../../ui/link.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Badge, Empty } from '../../ui/said.tsx';
import { useWords, type Words } from '../../words.tsx';
import { ImportCodes } from './import-codes.tsx';
import { MakeCodes } from './make-codes.tsx';

export function CodesScreen() {
  const words = useWords();
  const { say, day, locale } = words;
  const { partner } = useParams({ strict: false });
  const mayMake = useScope().may('settings.write');
  return (
    <ListScreen
      list={CODE_BATCHES}
      shown={{
        title: say('codes'),
        lead: say('codesLead'),
        columns: columnsOf(words),
        filters: [],
        hasCsv: false,
        actions: (
          <>
            <LinkButton
              to="/p/$partner/unredeemed-codes"
              params={{ partner }}
              search={ENDING_SOON}
              label={say('endingSoon')}
            >
              {say('endingSoon')}
            </LinkButton>
            {mayMake && (
              <>
                <MakeCodes />
                <ImportCodes />
              </>
            )}
          </>
        ),
        below: (row) => (
          <>
            <span>{forWhat(row, words)}</span>
            <span>
              {say('codesCount', { count: row.codes, codes: row.codes.toLocaleString(locale) })}
            </span>
            {row.valid_until !== null && (
              <span>{say('goodUntil', { when: day(row.valid_until) })}</span>
            )}
          </>
        ),
        empty: <Empty title={say('codesNone')}>{say('codesNoneText')}</Empty>,
      }}
    />
  );
}

/** `1GB · Greece · 30 days` */
export function forWhat({ package: asked }: CodeBatch, { say, locale }: Words): string {
  if (asked === null) return say('codesFromFile');
  const { package_id: id, size, destination, package_duration: days } = asked;
  return [
    id,
    size,
    destination === undefined
      ? id === undefined
        ? say('codesAnywhere')
        : undefined
      : destinationText(destination, locale),
    days === undefined ? undefined : say('days', { count: days }),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Countries by their names; regions as they were asked for. */
const destinationText = (asked: string, locale: string): string =>
  placeText({ iso2: /^[A-Z]{2}$/.test(asked) ? asked : null, name: null, place: asked }, locale);

const columnsOf = (words: Words): Column<CodeBatch>[] => {
  const { say, day, locale } = words;
  return [
    {
      name: 'name',
      text: say('name'),
      show: ({ name, is_imported: isImported }) => (
        <span className="flex flex-wrap items-center gap-x-2 font-medium">
          {name}
          {isImported && <Badge>{say('codesImported')}</Badge>}
        </span>
      ),
    },
    { name: 'for', text: say('codesFor'), from: 'narrow', show: (row) => forWhat(row, words) },
    {
      name: 'codes',
      text: say('codes'),
      from: 'narrow',
      className: 'text-end! tabular-nums',
      show: ({ codes }) => codes.toLocaleString(locale),
    },
    {
      name: 'until',
      text: say('codesUntil'),
      from: 'middle',
      className: 'whitespace-nowrap tabular-nums',
      show: ({ valid_until: until }) => (until === null ? '–' : day(until)),
    },
    {
      name: 'at',
      text: say('when'),
      from: 'middle',
      className: 'text-end! whitespace-nowrap text-muted tabular-nums',
      show: ({ created_at: at }) => <Moment at={at} />,
    },
  ];
};
