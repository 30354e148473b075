/** What is wrong with a file, line by line. */
import { Refusal } from '../data/client.ts';
import { useWords } from '../words.tsx';
import { Notice, Trouble } from './said.tsx';

const SHOWN = 50;

export function FileProblems({ error }: { error: unknown }) {
  const { say, locale } = useWords();
  if (!(error instanceof Refusal) || error.details.length === 0) return <Trouble error={error} />;
  const { message, details } = error;
  const more = details.length - SHOWN;
  return (
    <Notice tone="danger" isAlert>
      <p>{message}</p>
      <ul className="mt-1 flex max-h-60 flex-col gap-1 overflow-y-auto text-sm" tabIndex={0}>
        {details.slice(0, SHOWN).map(({ field, issue }) => (
          <li key={`${field} ${issue}`}>
            <span className="font-medium">{field}</span>: {issue}
          </li>
        ))}
      </ul>
      {more > 0 && (
        <p className="mt-1">{say('moreProblems', { count: more.toLocaleString(locale) })}</p>
      )}
    </Notice>
  );
}
