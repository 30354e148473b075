/** How one is called, how the screens speak to one, and where one belongs. */
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Form } from 'react-aria-components/Form';
import { call } from '../../data/client.ts';
import { sessionAgain } from '../../data/queries.ts';
import { useSession } from '../../shell/use-session.ts';
import { chooseTheme, currentTheme, THEMES, type Theme } from '../../theme.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Section } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useLanguage } from '../../words.tsx';
import { AccountPage } from './account-page.tsx';
import { Belongings } from './belonging.tsx';
import { THEME_TEXTS } from './theme-texts.ts';

export const Profile = () => (
  <AccountPage title="profile">
    <ProfileForm />
    <Appearance />
    <Belongings />
  </AccountPage>
);

const zones = (): readonly string[] => Intl.supportedValuesOf('timeZone');

function ProfileForm() {
  const { words, boot, reload } = useLanguage();
  const { say } = words;
  const { member } = useSession();
  const [name, setName] = useState(member.name ?? '');
  const [locale, setLocale] = useState(member.locale ?? '');
  const [zone, setZone] = useState(member.time_zone ?? '');
  const save = useMutation({
    mutationFn: () =>
      call('PATCH', 'me', {
        name: name.trim() === '' ? null : name.trim(),
        locale: locale === '' ? null : locale,
        time_zone: zone === '' ? null : zone,
      }),
    onSuccess: async () => {
      const session = await sessionAgain();
      if (session !== null) await reload(session.member);
      toast(say('saved'));
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    save.mutate();
  };
  const nameOf = (tag: string): string =>
    new Intl.DisplayNames(tag, { type: 'language' }).of(tag) ?? tag;
  return (
    <Form onSubmit={submit} className="flex max-w-md flex-col gap-4">
      <Field label={say('email')} isReadOnly value={member.email} hint={say('emailHint')} />
      <Field
        label={say('name')}
        name="name"
        autoComplete="name"
        maxLength={100}
        value={name}
        onChange={setName}
      />
      <Choice
        label={say('language')}
        value={locale}
        onChange={(event) => setLocale(event.target.value)}
        options={[
          ['', say('asBrowser')],
          ...Object.keys(boot.texts).map((tag) => [tag, nameOf(tag)] as const),
        ]}
      />
      <Choice
        label={say('timeZone')}
        value={zone}
        onChange={(event) => setZone(event.target.value)}
        options={[['', say('asBrowser')], ...zones().map((one) => [one, one] as const)]}
      />
      <Trouble error={save.error} />
      <Button look="primary" type="submit" isPending={save.isPending} className="self-start">
        {say('save')}
      </Button>
    </Form>
  );
}

/** Of this browser: another device may lie in another light. */
function Appearance() {
  const { say } = useLanguage().words;
  const [theme, setTheme] = useState(currentTheme);
  return (
    <Section title={say('appearance')}>
      <div className="max-w-md">
        <Choice
          label={say('theme')}
          hint={say('themeHint')}
          value={theme}
          onChange={(event) => {
            setTheme(event.target.value as Theme);
            chooseTheme(event.target.value as Theme);
          }}
          options={THEMES.map((one) => [one, say(THEME_TEXTS[one])] as const)}
        />
      </div>
    </Section>
  );
}
