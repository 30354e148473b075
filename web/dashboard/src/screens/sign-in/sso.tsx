/** To the partner's own directory, by the partner's name in addresses. */
import { Link } from '@tanstack/react-router';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';
import { FrontCard, frontLink } from '../front.tsx';
import { goToDirectory } from './go-to-directory.ts';

export function SingleSignOn() {
  const { say } = useWords();
  return (
    <FrontCard title={say('ssoTitle')} lead={say('ssoLead')}>
      <SsoForm action={say('continue')} />
      <Link to="/sign-in" className={frontLink}>
        {say('otherWays')}
      </Link>
    </FrontCard>
  );
}

function SsoForm({ action }: { action: string }) {
  const { say } = useWords();
  const [slug, setSlug] = useState('');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    goToDirectory(slug.trim().toLowerCase());
  };
  return (
    <Form onSubmit={submit} className="flex flex-col gap-3">
      <Field
        label={say('ssoSlug')}
        hint={say('ssoSlugHint')}
        name="slug"
        isRequired
        autoFocus
        autoComplete="organization"
        value={slug}
        onChange={setSlug}
      />
      <Button look="primary" type="submit">
        {action}
      </Button>
    </Form>
  );
}
