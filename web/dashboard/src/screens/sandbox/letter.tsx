/** One mail as its reader sees it, in a frame in which nothing of it runs. */
import { useQuery } from '@tanstack/react-query';
import { letterAddress, letterQuery } from '../../data/sandbox.ts';
import type { Mail } from '../../data/types.ts';
import { Code } from '../../ui/code.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Facts } from '../../ui/facts.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';

export function Letter({ mail, path, onClose }: { mail: Mail; path: string; onClose(): void }) {
  const { say, time } = useWords();
  const letter = useQuery(letterQuery(path, mail.id));
  const title = mail.subject ?? mail.kind.replaceAll('_', ' ');
  const { data } = letter;
  return (
    <Dialog title={title} isOpen onClose={onClose} isWide>
      <Facts
        facts={[
          [say('outTo'), mail.to],
          [say('when'), <time dateTime={mail.created_at}>{time(mail.created_at)}</time>],
          mail.reason === null ? null : [say('outReason'), mail.reason],
        ]}
      />
      <Trouble error={letter.error} onRetry={() => void letter.refetch()} />
      {letter.isPending && <Skeleton rows={6} />}
      {data?.has_html === true && (
        <iframe
          title={title}
          src={letterAddress(path, mail.id)}
          sandbox="allow-popups allow-popups-to-escape-sandbox"
          className="h-[65dvh] w-full rounded-lg border border-line bg-[#fff]"
        />
      )}
      {data?.has_html === false && (
        <Code
          label={title}
          text={data.text ?? JSON.stringify(data.data)}
          isJson={data.text === null}
        />
      )}
    </Dialog>
  );
}
