/** Where travelers read terms and privacy and get help. */
import { Field } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';
import { orNone, type Editing } from './editing.ts';

const LINKS = [
  ['terms', 'termsLink'],
  ['privacy', 'privacyLink'],
  ['help', 'helpLink'],
] as const;

export function Legal({ draft, mayWrite }: Editing) {
  const { say } = useWords();
  const legal = draft.parts.legal ?? {};
  const write = (name: string, url: string): void => {
    const { [name]: _old, ...rest } = legal;
    draft.set('legal', orNone(url.trim() === '' ? rest : { ...rest, [name]: url.trim() }));
  };
  return (
    <Section title={say('legal')} lead={say('legalLead')}>
      <Card className="flex flex-col gap-4 p-4">
        {LINKS.map(([name, label]) => (
          <Field
            key={name}
            label={say(label)}
            name={`legal.${name}`}
            placeholder="https://www.example.com"
            isDisabled={!mayWrite}
            value={legal[name] ?? ''}
            onChange={(url) => write(name, url)}
          />
        ))}
      </Card>
    </Section>
  );
}
