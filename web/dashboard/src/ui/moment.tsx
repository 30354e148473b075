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

/** Among a row's details, where there is room for all of it. */
export function Exactly({ at }: { at: string }) {
  const { exactly } = useWords();
  return <time dateTime={at}>{exactly(at)}</time>;
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
