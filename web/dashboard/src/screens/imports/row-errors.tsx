/** What is wrong with which row of a file, and where. */
import type { ImportDetails } from '../../data/types.ts';
import { useWords } from '../../words.tsx';

export function RowErrors({ errors }: Pick<ImportDetails, 'errors'>) {
  const { say } = useWords();
  return (
    <ul
      className="flex max-h-80 flex-col overflow-y-auto rounded-lg border border-line"
      tabIndex={0}
      aria-label={say('rowErrors')}
    >
      {errors.map(({ row, field, column, issue }, at) => (
        <li
          key={`${row} ${field} ${at}`}
          className="flex gap-3 border-b border-line px-3 py-2 text-sm last:border-b-0"
        >
          <span className="w-16 shrink-0 text-muted tabular-nums">{say('rowNumber', { row })}</span>
          <span className="min-w-0">
            {(column ?? field) !== '' && <span className="font-medium">{column ?? field}: </span>}
            {issue}
          </span>
        </li>
      ))}
    </ul>
  );
}
