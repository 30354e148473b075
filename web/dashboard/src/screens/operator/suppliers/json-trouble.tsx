/** What is wrong with what was filled in: no JSON, or what the server says of it. */
import { Notice, Trouble } from '../../../ui/said.tsx';
import { useWords } from '../../../words.tsx';

export function JsonTrouble({ error }: { error: unknown }) {
  const { say } = useWords();
  if (!(error instanceof SyntaxError)) return <Trouble error={error} />;
  return (
    <Notice tone="danger" isAlert>
      <p>{say('noJson')}</p>
      <p className="font-mono text-xs break-words">{error.message}</p>
    </Notice>
  );
}
