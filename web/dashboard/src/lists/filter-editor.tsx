/** How a filter is set, by its kind. */
import { useId, useState, type FormEvent } from 'react';
import type { Search } from '../data/lists.ts';
import { Button } from '../ui/button.tsx';
import { Check, inputClass, labelClass } from '../ui/field.tsx';
import { useWords } from '../words.tsx';
import { sinceText } from './filter-text.ts';
import type { Filter, Options } from './list.ts';

type Editing<F extends Filter> = { filter: F; search: Search; onChange(set: Search): void };

export function FilterEditor({ filter, ...rest }: Editing<Filter>) {
  switch (filter.kind) {
    case 'choice':
      return <Choose filter={filter} {...rest} />;
    case 'choices':
      return <ChooseSeveral filter={filter} {...rest} />;
    case 'text':
      return <Type filter={filter} {...rest} />;
    case 'range':
      return <Range filter={filter} {...rest} />;
  }
}

function Choose({ filter, search, onChange }: Editing<Filter & { kind: 'choice' }>) {
  return (
    <OptionList
      options={filter.options}
      current={search[filter.name]}
      onChoose={(value) => onChange({ [filter.name]: value })}
    />
  );
}

const OptionList = ({
  options,
  current,
  onChoose,
}: {
  options: Options;
  current: string | undefined;
  onChoose(value: string): void;
}) => (
  <ul className="-m-1.5 flex flex-col">
    {options.map(([value, text]) => (
      <li key={value}>
        <button
          type="button"
          aria-pressed={value === current}
          onClick={() => onChoose(value)}
          className="flex min-h-8 w-full items-center justify-between gap-3 rounded-md px-2.5 py-1 text-start -outline-offset-2 hover:bg-hover pointer-coarse:min-h-11"
        >
          {text}
          {value === current && <span aria-hidden>✓</span>}
        </button>
      </li>
    ))}
  </ul>
);

function ChooseSeveral({ filter, search, onChange }: Editing<Filter & { kind: 'choices' }>) {
  const { say } = useWords();
  const [chosen, setChosen] = useState(() => search[filter.name]?.split(',') ?? []);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange(chosen.length === 0 ? {} : { [filter.name]: chosen.join(',') });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-2">
      <fieldset>
        <legend className="sr-only">{filter.label}</legend>
        {filter.options.map(([value, text]) => (
          <Check
            key={value}
            label={text}
            checked={chosen.includes(value)}
            onChange={({ target }) =>
              setChosen(target.checked ? [...chosen, value] : chosen.filter((one) => one !== value))
            }
          />
        ))}
      </fieldset>
      <Apply text={say('apply')} />
    </form>
  );
}

const Apply = ({ text }: { text: string }) => (
  <div className="sticky -bottom-3 -mx-3 -mb-3 border-t border-line bg-raised p-3">
    <Button look="primary" type="submit" className="w-full">
      {text}
    </Button>
  </div>
);

function Type({ filter, search, onChange }: Editing<Filter & { kind: 'text' }>) {
  const { say } = useWords();
  const [typed, setTyped] = useState(search[filter.name] ?? '');
  const id = useId();
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange(typed.trim() === '' ? {} : { [filter.name]: typed.trim() });
  };
  return (
    <form onSubmit={submit} className="flex flex-col gap-3">
      <label className="flex flex-col gap-1">
        <span className={labelClass}>{filter.label}</span>
        <input
          className={inputClass}
          value={typed}
          autoFocus
          autoCapitalize="off"
          autoComplete="off"
          spellCheck={false}
          list={filter.known === undefined ? undefined : id}
          onChange={(event) => setTyped(event.target.value)}
        />
      </label>
      {filter.known !== undefined && (
        <datalist id={id}>
          {filter.known.map((one) => (
            <option key={one} value={one} />
          ))}
        </datalist>
      )}
      <Apply text={say('apply')} />
    </form>
  );
}

const SPANS = ['1h', '24h', '7d', '30d'] as const;

/** So long before now, or between two moments of the member's zone. */
function Range({ filter, search, onChange }: Editing<Filter & { kind: 'range' }>) {
  const { say } = useWords();
  const [from, setFrom] = useState(search['from'] ?? '');
  const [to, setTo] = useState(search['to'] ?? '');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onChange({ ...(from === '' ? {} : { from }), ...(to === '' ? {} : { to }) });
  };
  return (
    <div className="flex flex-col gap-3">
      {filter.hasSpans !== false && (
        <div className="border-b border-line pb-3">
          <OptionList
            options={SPANS.map((span) => [span, sinceText(span, say)])}
            current={search['since']}
            onChoose={(since) => onChange({ since })}
          />
        </div>
      )}
      <form onSubmit={submit} className="flex flex-col gap-2">
        <Moment label={say('from')} value={from} onChange={setFrom} />
        <Moment label={say('to')} value={to} onChange={setTo} />
        <InZone />
        <Apply text={say('apply')} />
      </form>
    </div>
  );
}

/** Whose clock such moments are of. */
export function InZone() {
  const { say, timeZone } = useWords();
  const zone = timeZone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return <p className="text-xs text-muted">{say('inZone', { zone })}</p>;
}

export const Moment = ({
  label,
  value,
  onChange,
  isRequired = false,
}: {
  label: string;
  value: string;
  onChange(value: string): void;
  isRequired?: boolean;
}) => (
  <label className="flex min-w-0 flex-col gap-1">
    <span className={labelClass}>{label}</span>
    <input
      type="datetime-local"
      className={inputClass}
      required={isRequired}
      // A day of an address begins at midnight.
      value={value.length === 10 ? `${value}T00:00` : value}
      onChange={(event) => onChange(event.target.value)}
    />
  </label>
);
