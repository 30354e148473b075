/** Name, logo and colours of a branding, and where a colour cannot be read. */
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ImageUp, Trash2 } from 'lucide-react';
import { FileTrigger } from 'react-aria-components/FileTrigger';
import { sendLogo, type BrandSetting } from '../../data/brand.ts';
import type { BrandLook } from '../../data/types.ts';
import { Button } from '../../ui/button.tsx';
import { Choice, Field } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Notice, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import type { Editing } from './editing.ts';

export function Look(editing: Editing) {
  const { say } = useWords();
  const { draft, brand, looking, mayWrite } = editing;
  const all = draft.parts.visual_identity ?? {};
  const setting = all[looking.brand] ?? {};
  const shown = brand.brands.find(({ key }) => key === looking.brand) ?? brand.brands[0]!;
  /** What is empty is left out: then the default is shown. */
  const change = (more: Partial<Record<keyof BrandSetting, string | undefined>>): void => {
    const next = Object.fromEntries(
      Object.entries({ ...setting, ...more }).filter(
        ([, value]) => value !== undefined && value !== '',
      ),
    );
    draft.set('visual_identity', { ...all, [looking.brand]: next });
  };
  const field = `visual_identity.${looking.brand}`;
  return (
    <Section title={say('brandLook')} lead={say('lookLead')}>
      <Card className="flex flex-col gap-4 p-4">
        {brand.brands.length > 1 && <Which {...editing} />}
        <Field
          label={say('brandName')}
          name={`${field}.name`}
          placeholder={shown.name}
          isDisabled={!mayWrite}
          value={setting.name ?? ''}
          onChange={(name) => change({ name })}
        />
        <Logo editing={editing} shown={shown} onChange={(logo_url) => change({ logo_url })} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Color
            label={say('primaryColor')}
            name={`${field}.primary_color`}
            value={setting.primary_color}
            shown={shown.primary_color}
            isDisabled={!mayWrite}
            onChange={(primary_color) => change({ primary_color })}
          />
          <Color
            label={say('secondaryColor')}
            name={`${field}.secondary_color`}
            value={setting.secondary_color}
            shown={shown.secondary_color}
            isDisabled={!mayWrite}
            onChange={(secondary_color) => change({ secondary_color })}
          />
        </div>
        {setting.primary_color !== undefined && <Contrasts look={shown} />}
      </Card>
    </Section>
  );
}

function Which({ brand, looking, look }: Editing) {
  const { say } = useWords();
  return (
    <Choice
      label={say('branding')}
      hint={say('brandingHint')}
      options={brand.brands.map(({ key, name }) => [
        key,
        key === 'default' ? say('brandingUsual', { name }) : `${name} (${key})`,
      ])}
      value={looking.brand}
      onChange={({ target }) => look({ brand: target.value })}
    />
  );
}

const HEX = /^#[0-9a-fA-F]{6}$/;

function Color({
  label,
  name,
  value,
  shown,
  isDisabled,
  onChange,
}: {
  label: string;
  name: string;
  value: string | undefined;
  /** what counts where there is no value */
  shown: string;
  isDisabled: boolean;
  onChange(color: string): void;
}) {
  const { say } = useWords();
  // What is typed is no colour until it is whole.
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? value ?? '';
  const color = value !== undefined && HEX.test(value) ? value : shown;
  const type = (next: string): void => {
    const isWhole = next === '' || HEX.test(next);
    setTyped(isWhole ? null : next);
    if (isWhole) onChange(next);
  };
  return (
    <div className="flex items-end gap-2">
      <input
        type="color"
        aria-label={say('pickColor', { what: label })}
        disabled={isDisabled}
        value={color}
        onChange={({ target }) => onChange(target.value)}
        className="size-8 shrink-0 rounded-md border border-edge bg-raised p-0.5 pointer-coarse:size-11"
      />
      <div className="min-w-0 flex-1">
        <Field
          label={label}
          name={name}
          placeholder={shown}
          isDisabled={isDisabled}
          inputClassName="font-mono text-sm"
          value={text}
          onChange={(next) => type(next.trim())}
          onBlur={() => setTyped(null)}
        />
      </div>
    </div>
  );
}

function Logo({
  editing: { path, mayWrite },
  shown,
  onChange,
}: {
  editing: Editing;
  shown: BrandLook;
  onChange(logoUrl: string | undefined): void;
}) {
  const { say } = useWords();
  const send = useMutation({
    mutationFn: (file: File) => sendLogo(path, file),
    onSuccess: ({ logo_url: url }) => onChange(url),
  });
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium">{say('logo')}</p>
      {shown.logo !== null && (
        <img
          src={shown.logo}
          alt={say('logoOf', { name: shown.name })}
          className="h-16 bg-[#ffffff] max-w-full self-start rounded-md border border-line object-contain p-2"
        />
      )}
      <p className="text-sm text-muted">{say('logoHint')}</p>
      {mayWrite && (
        <div className="flex flex-wrap gap-2">
          <FileTrigger
            acceptedFileTypes={['image/png', 'image/jpeg', 'image/webp']}
            onSelect={(files) => {
              const file = files?.[0];
              if (file !== undefined) send.mutate(file);
            }}
          >
            <Button isPending={send.isPending}>
              <ImageUp size={14} aria-hidden />
              {say(shown.logo === null ? 'logoChoose' : 'logoOther')}
            </Button>
          </FileTrigger>
          {shown.logo !== null && (
            <Button look="quiet" onPress={() => onChange(undefined)}>
              <Trash2 size={14} aria-hidden />
              {say('logoRemove')}
            </Button>
          )}
        </div>
      )}
      <Trouble error={send.error} />
    </div>
  );
}

function Contrasts({ look }: { look: BrandLook }) {
  const { say, locale } = useWords();
  return look.poor_contrasts.map(({ scheme, color, ratio, shown_as: shownAs }) => (
    // Hardly any brand's colour is read on dark ground: there it is how things are, no mistake.
    <Notice key={scheme} tone={scheme === 'light' ? 'warn' : 'plain'}>
      {say(scheme === 'light' ? 'contrastLight' : 'contrastDark', {
        color,
        shown: shownAs,
        ratio: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(ratio),
      })}
    </Notice>
  ));
}
