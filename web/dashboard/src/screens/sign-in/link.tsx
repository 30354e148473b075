/** Where the link of a mail leads: it counts once, in the browser that asked for it. */
import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { takeHash, takeReturn, useArrive } from '../../addresses.ts';
import { callBare } from '../../data/client.ts';
import type { Staged } from '../../data/types.ts';
import { buttonClass } from '../../ui/button.tsx';
import { Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { FrontCard } from '../front.tsx';

export function LinkLanding() {
  const { say } = useWords();
  const arrive = useArrive();
  const [token] = useState(takeHash);
  const enter = useMutation({
    mutationFn: () => callBare<Staged>('POST', 'sign-in/link', { token }),
    onSuccess: ({ stage }) => arrive(stage, takeReturn()),
  });
  const { mutate } = enter;
  useEffect(() => mutate(), [mutate]);
  if (enter.error === null)
    return (
      <FrontCard title={say('signingIn')}>
        <Skeleton rows={2} />
      </FrontCard>
    );
  return (
    <FrontCard title={say('linkOverTitle')} lead={say('linkOverText')}>
      <Trouble error={enter.error} />
      <Link to="/sign-in" className={buttonClass('primary')}>
        {say('newLink')}
      </Link>
    </FrontCard>
  );
}
