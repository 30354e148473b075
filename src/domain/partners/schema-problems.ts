/** What a schema finds wrong with a setting, by field: also members that are missing or unknown. */
import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import type { Problem } from '../../errors.ts';

const MAX = 20;

/** `field`: where the value stands. Empty: it fits. */
export function schemaProblems(schema: TSchema, value: unknown, field: string): Problem[] {
  const problems = [...Value.Errors(schema, value)].flatMap((error): Problem[] => {
    const place = `${field}${error.instancePath.replaceAll('/', '.')}`;
    if (error.keyword === 'required')
      return error.params.requiredProperties.map((name) => ({
        field: `${place}.${name}`,
        issue: 'required',
      }));
    // An unknown member is told twice: by itself, as one that may be nothing, and by its object.
    if (error.keyword === 'boolean') return [{ field: place, issue: 'unknown here' }];
    return error.keyword === 'additionalProperties' ? [] : [{ field: place, issue: error.message }];
  });
  return problems.slice(0, MAX);
}
