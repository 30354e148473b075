/** What the law lets a person ask for: all that is known of them, and to be forgotten. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { peopleChanged } from '../../data/people.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords, type Key } from '../../words.tsx';

export function TravelerActs({ id, name }: { id: string; name: string }) {
  const { say } = useWords();
  const { may } = useScope();
  const [isAsking, setIsAsking] = useState(false);
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm text-muted">{say('personalDataText')}</p>
      <div className="flex flex-wrap gap-2">
        {may('bookings.act') && may('people.read') && <Export id={id} />}
        {may('travelers.erase') && (
          <Button look="danger" onPress={() => setIsAsking(true)}>
            {say('eraseTraveler')}
          </Button>
        )}
      </div>
      {isAsking && <Erase id={id} name={name} onClose={() => setIsAsking(false)} />}
    </div>
  );
}

function Export({ id }: { id: string }) {
  const { say } = useWords();
  const { path } = useScope();
  const take = useMutation({
    mutationFn: () => call('POST', `${path}/travelers/${id}/export`),
    onSuccess: (known) => {
      save(`${id}.json`, JSON.stringify(known, null, 2));
      toast(say('travelerExported'));
    },
  });
  return (
    <>
      <Button isPending={take.isPending} onPress={() => take.mutate()}>
        {say('exportTraveler')}
      </Button>
      <Trouble error={take.error} />
    </>
  );
}

/** The browser has its address for as long as it takes to begin. */
function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}

const GOES = ['eraseGoesNames', 'eraseGoesMessages', 'eraseGoesLogs', 'eraseGoesUnused'] as const;
const STAYS = ['eraseStaysSold', 'eraseStaysEsims'] as const;

function Erase({ id, name, onClose }: { id: string; name: string; onClose(): void }) {
  const { say } = useWords();
  const { path } = useScope();
  const erase = useMutation({
    mutationFn: () => call('POST', `${path}/travelers/${id}/erase`),
    onSuccess: async () => {
      onClose();
      toast(say('travelerErased'));
      await peopleChanged(path);
    },
  });
  return (
    <Confirm
      title={say('eraseTravelerTitle', { name })}
      text={
        <div className="flex flex-col gap-3">
          <Points title="eraseGoes" points={GOES} />
          <Points title="eraseStays" points={STAYS} />
          <p className="font-medium text-ink">{say('eraseForGood')}</p>
        </div>
      }
      action={say('eraseForever')}
      isPending={erase.isPending}
      trouble={<Trouble error={erase.error} />}
      isOpen
      onClose={onClose}
      onConfirm={() => erase.mutate()}
    />
  );
}

function Points({ title, points }: { title: Key; points: readonly Key[] }) {
  const { say } = useWords();
  return (
    <div>
      <p className="font-medium text-ink">{say(title)}</p>
      <ul className="list-disc ps-5">
        {points.map((point) => (
          <li key={point}>{say(point)}</li>
        ))}
      </ul>
    </div>
  );
}
