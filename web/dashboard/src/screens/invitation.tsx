/** Where an invitation leads: who asks, to what, and the way in. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { takeHash, useArrive } from '../addresses.ts';
import { callBare } from '../data/client.ts';
import type { InvitationLook, Staged } from '../data/types.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import { Skeleton, Trouble } from '../ui/said.tsx';
import { useWords } from '../words.tsx';
import { FrontCard } from './front.tsx';
import { goToDirectory } from './sign-in/go-to-directory.ts';
import { roleText } from './members/roles.ts';

export function Invitation() {
  const { say } = useWords();
  const [token] = useState(takeHash);
  const look = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => callBare<InvitationLook>('POST', 'invitations/look', { token }),
    staleTime: Infinity,
  });
  if (look.isPending)
    return (
      <FrontCard title={say('invitation')}>
        <Skeleton rows={3} />
      </FrontCard>
    );
  if (look.data === undefined)
    return (
      <FrontCard title={say('invitationOverTitle')} lead={say('invitationOverText')}>
        <Link to="/sign-in" className={buttonClass('plain')}>
          {say('toSignIn')}
        </Link>
      </FrontCard>
    );
  return <Accept token={token} look={look.data} />;
}

function Accept({ token, look }: { token: string; look: InvitationLook }) {
  const { say, relative } = useWords();
  const role = say(roleText(look.role));
  const lead =
    look.partner === null
      ? say('invitedToInstallation', { by: look.invited_by, role })
      : say('invitedToPartner', { by: look.invited_by, role, partner: look.partner.name });
  return (
    <FrontCard title={say('invitationTitle')} lead={lead}>
      <dl className="flex flex-col gap-1 text-sm">
        <div className="flex flex-wrap gap-x-2">
          <dt className="text-muted">{say('email')}</dt>
          <dd>{look.email}</dd>
        </div>
        <div className="flex flex-wrap gap-x-2">
          <dt className="text-muted">{say('expires')}</dt>
          <dd>{relative(look.expires_at)}</dd>
        </div>
      </dl>
      {look.by_sso && look.partner !== null ? (
        <Button look="primary" onPress={() => goToDirectory(look.partner!.slug, token)}>
          {say('acceptBySso')}
        </Button>
      ) : (
        <ByName token={token} />
      )}
    </FrontCard>
  );
}

function ByName({ token }: { token: string }) {
  const { say } = useWords();
  const arrive = useArrive();
  const [name, setName] = useState('');
  const accept = useMutation({
    mutationFn: () => callBare<Staged>('POST', 'invitations/accept', { token, name: name.trim() }),
    onSuccess: ({ stage }) => arrive(stage, {}),
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    accept.mutate();
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label={say('yourName')}
        hint={say('yourNameHint')}
        name="name"
        isRequired
        maxLength={100}
        autoComplete="name"
        value={name}
        onChange={setName}
      />
      <Trouble error={accept.error} />
      <Button look="primary" type="submit" isPending={accept.isPending}>
        {say('accept')}
      </Button>
    </Form>
  );
}
