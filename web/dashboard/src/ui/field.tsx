/** What is filled in. What the server says of a field stands at the field. */
import { useId, type ComponentProps, type ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Input } from 'react-aria-components/Input';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';
import { cn } from './cn.ts';

export const inputClass = cn(
  'min-h-8 w-full rounded-md border border-edge bg-raised px-2.5 py-1 text-ink',
  'placeholder:text-muted disabled:opacity-60 data-[invalid]:border-danger',
  'pointer-coarse:min-h-11 pointer-coarse:text-lg read-only:not-[select]:bg-sunken',
);
export const labelClass = 'text-sm font-medium text-ink';

export function Field({
  label,
  hint,
  inputClassName,
  placeholder,
  ...rest
}: Omit<TextFieldProps, 'className' | 'children'> & {
  label: string;
  hint?: ReactNode;
  inputClassName?: string;
  placeholder?: string;
}) {
  return (
    <TextField {...rest} className="flex flex-col gap-1">
      <Label className={labelClass}>{label}</Label>
      <Input className={cn(inputClass, inputClassName)} placeholder={placeholder} />
      {hint !== undefined && (
        <Text slot="description" className="text-sm text-muted">
          {hint}
        </Text>
      )}
      <FieldError className="text-sm text-danger" />
    </TextField>
  );
}

/** The browser's own: at home on every device. */
export function Choice({
  label,
  hint,
  options,
  isBesideLabel = false,
  ...rest
}: ComponentProps<'select'> & {
  label: string;
  hint?: ReactNode;
  /** where there is room: one of many in a list */
  isBesideLabel?: boolean;
  options: readonly (readonly [value: string, text: string])[];
}) {
  const id = useId();
  const hintId = `${id}-hint`;
  return (
    <div
      className={cn(
        'flex flex-col gap-1',
        isBesideLabel && 'sm:grid sm:grid-cols-[minmax(0,1fr)_19rem] sm:items-center sm:gap-4',
      )}
    >
      <label htmlFor={id} className={labelClass}>
        {label}
      </label>
      <select
        {...rest}
        id={id}
        aria-describedby={hint === undefined ? undefined : hintId}
        className={cn(inputClass, 'ps-1.5 pe-8')}
      >
        {options.map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <span id={hintId} className="text-sm text-muted">
          {hint}
        </span>
      )}
    </div>
  );
}

export function Check({
  label,
  hint,
  ...rest
}: ComponentProps<'input'> & { label: ReactNode; hint?: ReactNode }) {
  return (
    <label className="flex items-start gap-2.5 py-1 pointer-coarse:min-h-11 pointer-coarse:py-2.5">
      <input
        {...rest}
        type="checkbox"
        className="mt-0.5 size-4 shrink-0 accent-(--accent) pointer-coarse:size-6"
      />
      <span className="min-w-0">
        <span className="block">{label}</span>
        {hint !== undefined && <span className="block text-sm text-muted">{hint}</span>}
      </span>
    </label>
  );
}
