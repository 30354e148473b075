/** A form at whose fields the server's answer is said. */
import type { FormEvent, ReactNode } from 'react';
import { Form } from 'react-aria-components/Form';
import type { Issues } from './use-issues.ts';

export const AnsweredForm = ({
  issues,
  onSubmit,
  className,
  children,
}: {
  issues: Issues;
  onSubmit(event: FormEvent): void;
  className: string;
  children: ReactNode;
}) => (
  <Form onSubmit={onSubmit} validationErrors={issues.byField} className={className}>
    <div className="contents" onInput={issues.onInput}>
      {children}
    </div>
  </Form>
);
