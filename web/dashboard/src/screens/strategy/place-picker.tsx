/** Several countries or regions: what is chosen, each with its cross, and the others to choose from. */
import { X } from 'lucide-react';
import { useId } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { Choice } from '../../ui/field.tsx';
import { useWords } from '../../words.tsx';

export function PlacePicker({
  label,
  hint,
  chosen,
  options,
  onChange,
}: {
  label: string;
  hint?: string;
  chosen: readonly string[];
  options: readonly (readonly [id: string, name: string])[];
  onChange(chosen: string[]): void;
}) {
  const { say } = useWords();
  const id = useId();
  const nameOf = (one: string): string => options.find(([known]) => known === one)?.[1] ?? one;
  return (
    <div className="flex flex-col gap-2">
      <Choice
        label={label}
        {...(hint === undefined ? {} : { hint })}
        value=""
        onChange={({ target }) => {
          if (target.value !== '') onChange([...chosen, target.value]);
        }}
        options={[
          ['', say('strategyAddPlace')],
          ...options.filter(([known]) => !chosen.includes(known)),
        ]}
      />
      {chosen.length > 0 && (
        <ul aria-label={label} id={id} className="flex flex-wrap gap-2">
          {chosen.map((one) => (
            <li
              key={one}
              className="inline-flex max-w-full items-stretch rounded-md border border-line bg-sunken"
            >
              <span className="min-w-0 self-center px-2.5 py-0.5">{nameOf(one)}</span>
              <AriaButton
                aria-label={say('strategyTakeOut', { name: nameOf(one) })}
                onPress={() => onChange(chosen.filter((known) => known !== one))}
                className="inline-flex min-h-8 w-8 cursor-default items-center justify-center rounded-e-md text-muted hover:bg-hover pointer-coarse:min-h-11 pointer-coarse:w-11"
              >
                <X size={14} aria-hidden />
              </AriaButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
