/** The partner's own subject and first paragraph of a mail, in the language that is looked at. */
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea } from 'react-aria-components/TextArea';
import { TextField } from 'react-aria-components/TextField';
import type { Template } from '../../data/brand.ts';
import type { MessageKind } from '../../data/types.ts';
import { cn } from '../../ui/cn.ts';
import { Choice, Field, inputClass, labelClass } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Badge } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { kindText } from '../messages/message-status.tsx';
import { orNone, type Editing } from './editing.ts';
import { LanguageChoice } from './language-choice.tsx';

type Part = 'subject' | 'intro';
type ByLanguage = Record<string, string>;

/** One text for all languages becomes that of the usual one as soon as another is written. */
const byLanguage = (value: unknown, usual: string): ByLanguage =>
  typeof value === 'string' ? { [usual]: value } : ((value as ByLanguage | undefined) ?? {});

/** The texts of the kind that is looked at. */
function textsOf({ draft, brand, looking }: Editing) {
  const all = draft.parts.message_templates ?? {};
  const template = all[looking.kind] ?? {};
  const usual = brand.locales.find((one) => one === brand.locale) ?? 'en';
  const languages = [template.subject, template.intro].flatMap((value) =>
    Object.keys(byLanguage(value, usual)),
  );
  return {
    all,
    languages: [...new Set(languages)],
    textOf: (part: Part): string => byLanguage(template[part], usual)[looking.locale] ?? '',
    write(part: Part, text: string): void {
      const { [looking.locale]: _old, ...rest } = byLanguage(template[part], usual);
      const words = orNone(text === '' ? rest : { ...rest, [looking.locale]: text });
      const { [part]: _part, ...bare } = template;
      const next = orNone<Template>(words === undefined ? bare : { ...bare, [part]: words });
      const { [looking.kind]: _kind, ...others } = all;
      draft.set(
        'message_templates',
        orNone(next === undefined ? others : { ...others, [looking.kind]: next }),
      );
    },
  };
}

export function MailTexts(editing: Editing) {
  const { say } = useWords();
  const { brand, looking, look, mayWrite } = editing;
  const { all, languages, textOf, write } = textsOf(editing);
  const field = `message_templates.${looking.kind}`;
  const showMail = (): void => look({ surface: 'mail' });
  return (
    <Section title={say('mailTexts')} lead={say('mailTextsLead')}>
      <Card className="flex flex-col gap-4 p-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Choice
            label={say('mailKind')}
            options={brand.kinds.map((kind) => [
              kind,
              kindText(kind, say) + (all[kind] === undefined ? '' : ' •'),
            ])}
            value={looking.kind}
            onChange={({ target }) => look({ kind: target.value as MessageKind, surface: 'mail' })}
          />
          <LanguageChoice {...editing} />
        </div>
        <Field
          label={say('mailSubject')}
          name={`${field}.subject.${looking.locale}`}
          isDisabled={!mayWrite}
          value={textOf('subject')}
          onFocus={showMail}
          onChange={(text) => write('subject', text)}
        />
        <Intro
          name={`${field}.intro.${looking.locale}`}
          isDisabled={!mayWrite}
          value={textOf('intro')}
          onFocus={showMail}
          onChange={(text) => write('intro', text)}
        />
        <Written languages={languages} />
      </Card>
    </Section>
  );
}

function Intro(field: {
  name: string;
  isDisabled: boolean;
  value: string;
  onFocus(): void;
  onChange(text: string): void;
}) {
  const { say } = useWords();
  return (
    <TextField {...field} className="flex flex-col gap-1">
      <Label className={labelClass}>{say('mailIntro')}</Label>
      <TextArea rows={4} className={cn(inputClass, 'resize-y')} />
      <Text slot="description" className="text-sm text-muted">
        {say('mailPlaceholders')}
      </Text>
      <FieldError className="text-sm text-danger" />
    </TextField>
  );
}

function Written({ languages }: { languages: readonly string[] }) {
  const { say } = useWords();
  if (languages.length === 0) return null;
  return (
    <p className="flex flex-wrap items-center gap-2 text-sm text-muted">
      {say('writtenIn')}
      {languages.map((tag) => (
        <Badge key={tag}>{tag}</Badge>
      ))}
    </p>
  );
}
