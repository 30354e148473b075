/** When something was: shortly, and to the second with its zone for who asks. */
import { useWords } from '../words.tsx';

export function Moment({ at }: { at: string }) {
  const { moment, exactly } = useWords();
  return (
    <time dateTime={at} title={exactly(at)}>
      {moment(at)}
    </time>
  );
}

/** How long ago, or how soon. */
export function Ago({ at }: { at: string }) {
  const { relative, exactly } = useWords();
  return (
    <time dateTime={at} title={exactly(at)}>
      {relative(at)}
    </time>
  );
}
