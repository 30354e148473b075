/** People are masked until a member asks to see them; the audit log says who asked, and where. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Eye, EyeOff } from 'lucide-react';
import { useEffect } from 'react';
import { queryClient } from '../data/queries.ts';
import { reveal, revealQuery, shownAnew } from '../data/reveal.ts';
import { Button } from '../ui/button.tsx';
import { Trouble } from '../ui/said.tsx';
import { useWords } from '../words.tsx';
import { useScope } from './use-scope.ts';

export function RevealSwitch({ where }: { where: string }) {
  const { path, may } = useScope();
  return may('people.read') ? <Switch path={path} where={where} /> : null;
}

/** Longer waits are none to a browser. */
const LONGEST_MS = 2 ** 31 - 1;

function Switch({ path, where }: { path: string; where: string }) {
  const { say, time } = useWords();
  const until = useQuery(revealQuery(path)).data?.until ?? null;
  const flip = useMutation({ mutationFn: () => reveal(path, until === null ? where : null) });
  useEffect(() => {
    if (until === null) return;
    const left = Math.min(Date.parse(until) - Date.now(), LONGEST_MS);
    const over = setTimeout(() => {
      queryClient.setQueryData(revealQuery(path).queryKey, { until: null });
      void shownAnew(path);
    }, left);
    return () => clearTimeout(over);
  }, [until, path]);
  const Sign = until === null ? Eye : EyeOff;
  return (
    <>
      <Button
        isPending={flip.isPending}
        onPress={() => flip.mutate()}
        aria-description={say(until === null ? 'showPeopleNote' : 'peopleShownUntil', {
          when: until === null ? '' : time(until),
        })}
      >
        <Sign size={14} aria-hidden />
        {say(until === null ? 'showPeople' : 'hidePeople')}
      </Button>
      <Trouble error={flip.error} />
    </>
  );
}
