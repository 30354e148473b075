/** What is known of a supplier before there is an account: its form, and how an account comes alive. */
import type { TObject } from 'typebox';
import type { Limits, Provider } from './provider.ts';

/** Kinds of suppliers that an operator can add an account of. */
export const KINDS = ['sandbox', 'airalo', 'esim-go', 'esim-access', 'zendit', 'es2plus'] as const;
export type KindName = (typeof KINDS)[number];

/** One set of credentials at one supplier, opened. */
export type SupplierAccount = {
  /** `^[a-z0-9-]{2,40}$` */
  name: string;
  /** without a slash at its end */
  baseUrl: string;
  /** fit the kind's schema */
  credentials: Record<string, string>;
  /** fit the kind's schema: what is agreed with the supplier and is no secret */
  settings: Record<string, unknown>;
  /** what the operator allows of the kind's own limits, and no more */
  limits: Partial<Limits>;
};

/** No account can be made of a form: which field, and what was expected, never what was sent. */
export class UnfitForm extends Error {
  readonly field: string;
  readonly issue: string;

  constructor(field: string, issue: string) {
    super(`${field}: ${issue}`);
    this.name = 'UnfitForm';
    this.field = field;
    this.issue = issue;
  }
}

export type SupplierProvider = Provider & {
  /** Signs in, where there is something to sign in to; throws `ProviderRefused` for a wrong key. */
  signIn(): Promise<void>;
  close(): Promise<void>;
};

export type SupplierKind = {
  kind: KindName;
  /** as people call it */
  title: string;
  /** where its API usually is; null = every account has its own */
  baseUrl: string | null;
  /** secrets: sealed, never shown again. Each a text, with a description for the form. */
  credentials: TObject;
  /** what is no secret; each with a default or optional */
  settings: TObject;
  /** Throws `UnfitForm` where the fields do not go together. */
  make(account: SupplierAccount): SupplierProvider;
};
