/**
 * The variables of one part of Hubby, and what they make together: a piece of the Config. Stands in
 * a `config.ts` beside the code it is for, and in the list of `src/config.ts`.
 */
import type { Environment } from './environment.ts';
import type { Variable } from './variable.ts';

export type Variables = Readonly<Record<string, Variable<unknown>>>;
export type Values<V extends Variables> = {
  [K in keyof V]: V[K] extends Variable<infer T> ? T : never;
};

export type Rules<Name> = {
  env: Environment;
  /** for what no variable can say alone: `sentence` goes on behind the name and a colon */
  refuse(name: Name, sentence: string): void;
};

export type Part<R extends object> = {
  variables: Variables;
  make(values: Record<string, unknown>, rules: Rules<string>): R;
};

/** `make` is called only where each variable of the part is right by itself. */
export const part = <V extends Variables, R extends object>(
  variables: V,
  make: (values: Values<V>, rules: Rules<keyof V & string>) => R,
): Part<R> => ({ variables, make: make as unknown as Part<R>['make'] });
