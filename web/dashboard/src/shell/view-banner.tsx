/** Said the whole time that the operator looks at a partner, on every screen, with the way out. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { Eye } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { call } from '../data/client.ts';
import { queryClient, sessionAgain, sessionQuery } from '../data/queries.ts';
import type { Viewing } from '../data/types.ts';
import { Button } from '../ui/button.tsx';
import { Trouble } from '../ui/said.tsx';
import { useWords } from '../words.tsx';
import { useSession } from './use-session.ts';

export function ViewBanner() {
  const { viewing } = useSession();
  useLeaving(viewing);
  return viewing === null ? null : <Banner viewing={viewing} />;
}

/** Asked anew so often: a role that is taken away ends the look. */
const LOOK_MS = 4_000;

function Banner({ viewing }: { viewing: Viewing }) {
  const { say, time } = useWords();
  useQuery({ ...sessionQuery, refetchInterval: LOOK_MS });
  const end = useMutation({
    mutationFn: () => call('DELETE', 'operator/view'),
    onSuccess: () => sessionAgain(),
  });
  return (
    <section
      aria-label={say('viewingLabel')}
      className="sticky top-10 z-20 flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-warn bg-warn-soft px-4 py-2 text-warn sm:px-8 lg:top-0 pointer-coarse:top-13"
    >
      <Eye size={16} aria-hidden className="shrink-0" />
      <div className="min-w-0 flex-1 basis-60">
        <p className="font-medium">{say('viewingTitle', { name: viewing.name })}</p>
        <p className="text-sm break-words">
          {say('viewingText', { until: time(viewing.ends_at), reason: viewing.reason })}
        </p>
        <Trouble error={end.error} />
      </div>
      <Button isPending={end.isPending} onPress={() => end.mutate()}>
        {say('viewingEnd')}
      </Button>
    </section>
  );
}

/** However a look ends, what was shown of the partner does not stay behind. */
function useLeaving(viewing: Viewing | null): void {
  const router = useRouter();
  const before = useRef(viewing);
  useEffect(() => {
    const left = before.current;
    before.current = viewing;
    if (left === null || left.partner_id === viewing?.partner_id) return;
    void router
      .invalidate()
      .then(() => router.navigate({ to: '/operator/partners' }))
      .finally(() => queryClient.removeQueries({ queryKey: [`partners/${left.partner_id}`] }));
  }, [viewing, router]);
}
