/**
 * Validators of the routes' schemas, compiled when they are first wanted: a test meets a few of the
 * hundreds, and a process that starts need not be waited for until the last. Whoever serves has the
 * rest compiled right after it listens.
 */
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Validate } from '../../input/check.ts';
import { compile } from './validation.ts';

type Part = { schema: object; httpPart?: string };

export type Validators = {
  compile(part: Part): Validate;
  /** One at a turn, so that requests are answered in between. Throws of a schema that is none. */
  compileRest(): Promise<void>;
};

export function makeValidators(): Validators {
  const rest = new Set<() => Validate>();
  return {
    compile(part) {
      let made: Validate | undefined;
      const make = (): Validate => {
        rest.delete(make);
        return (made ??= compile(part));
      };
      rest.add(make);
      const validate: Validate = (value) => {
        const check = made ?? make();
        const isValid = check(value);
        validate.errors = check.errors ?? null;
        return isValid;
      };
      return validate;
    },
    async compileRest() {
      for (const make of rest) {
        make();
        await nextTurn();
      }
    },
  };
}
