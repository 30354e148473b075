/** What is not there, and what could not be shown. Part of the entry: needs no other file. */
import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { Refusal } from '../data/client.ts';
import { useWords } from '../words.tsx';

const link =
  'inline-flex min-h-8 items-center font-medium text-accent underline underline-offset-2 pointer-coarse:min-h-11';
const frame = 'mx-auto flex w-full max-w-prose flex-col items-start gap-2 px-6 py-16';

export function NotFound() {
  const { say } = useWords();
  return (
    <main className={frame}>
      <h1 className="text-xl font-semibold">{say('notFoundTitle')}</h1>
      <p className="text-muted">{say('notFoundText')}</p>
      <Link to="/" className={link}>
        {say('toStart')}
      </Link>
    </main>
  );
}

export function Failed({ error, reset }: ErrorComponentProps) {
  const { say } = useWords();
  const refusal = error instanceof Refusal ? error : null;
  return (
    <main className={frame}>
      <h1 className="text-xl font-semibold">{say('wentWrong')}</h1>
      <p className="text-muted">
        {refusal?.type === 'offline' ? say('offline') : (refusal?.message ?? say('failedText'))}
      </p>
      {refusal?.requestId != null && (
        <p className="font-mono text-xs text-muted">{refusal.requestId}</p>
      )}
      <button type="button" className={link} onClick={reset}>
        {say('tryAgain')}
      </button>
    </main>
  );
}
