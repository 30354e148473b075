/** Where one belongs, and leaving there. */
import { useMutation } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../data/client.ts';
import { sessionAgain } from '../../data/queries.ts';
import { useSession } from '../../shell/use-session.ts';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Card, Row, Section } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';
import { roleText } from '../members/roles.ts';

type Belonging = { id: string; name: string; role: string };

export function Belongings() {
  const { say } = useWords();
  const { memberships, operator, signed_in_by } = useSession();
  const places: Belonging[] = [
    ...memberships.map(({ partner_id, name, role }) => ({ id: partner_id, name, role })),
    ...(operator === null
      ? []
      : [{ id: 'installation', name: say('installation'), role: operator.role }]),
  ];
  // A directory says who is in it, and who leaves it.
  if (signed_in_by === 'sso' || places.length === 0) return null;
  return (
    <Section title={say('belonging')} lead={say('belongingLead')}>
      <Card>
        <ul>
          {places.map((place) => (
            <PlaceRow key={place.id} place={place} />
          ))}
        </ul>
      </Card>
    </Section>
  );
}

function PlaceRow({ place: { id, name, role } }: { place: Belonging }) {
  const { say } = useWords();
  const router = useRouter();
  const [isAsked, setIsAsked] = useState(false);
  const leave = useMutation({
    mutationFn: () => call('DELETE', `me/memberships/${id}`),
    onSuccess: async () => {
      setIsAsked(false);
      toast(say('placeLeft', { place: name }));
      await sessionAgain();
      await router.invalidate();
    },
  });
  const close = (): void => {
    leave.reset();
    setIsAsked(false);
  };
  return (
    <Row
      actions={
        <Button onPress={() => setIsAsked(true)} aria-label={say('leaveNamed', { place: name })}>
          {say('leave')}
        </Button>
      }
    >
      <p className="font-medium">{name}</p>
      <p className="text-sm text-muted">{say(roleText(role))}</p>
      <Confirm
        title={say('leaveTitle', { place: name })}
        text={say('leaveText')}
        action={say('leave')}
        onConfirm={() => leave.mutate()}
        isPending={leave.isPending}
        trouble={<Trouble error={leave.error} />}
        isOpen={isAsked}
        onClose={close}
      />
    </Row>
  );
}
