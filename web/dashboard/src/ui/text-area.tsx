/** A longer text that is filled in: a file's, a program's. */
import type { ReactNode } from 'react';
import { FieldError } from 'react-aria-components/FieldError';
import { Label } from 'react-aria-components/Label';
import { Text } from 'react-aria-components/Text';
import { TextArea as AriaTextArea } from 'react-aria-components/TextArea';
import { TextField, type TextFieldProps } from 'react-aria-components/TextField';
import { cn } from './cn.ts';
import { inputClass, labelClass } from './field.tsx';

export function TextArea({
  label,
  hint,
  rows = 8,
  isCode = false,
  ...rest
}: Omit<TextFieldProps, 'className' | 'children'> & {
  label: string;
  hint?: ReactNode;
  rows?: number;
  isCode?: boolean;
}) {
  return (
    <TextField {...rest} className="flex flex-col gap-1">
      <Label className={labelClass}>{label}</Label>
      <AriaTextArea
        rows={rows}
        spellCheck={!isCode}
        className={cn(inputClass, 'resize-y', isCode && 'font-mono text-xs! leading-5')}
      />
      {hint !== undefined && (
        <Text slot="description" className="text-sm text-muted">
          {hint}
        </Text>
      )}
      <FieldError className="text-sm text-danger" />
    </TextField>
  );
}
