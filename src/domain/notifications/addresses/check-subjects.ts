/** What an address may be told of: subjects of its place, in their order. */
import { invalid } from '../../../errors.ts';
import { subjectsOf, type Subject } from '../subjects.ts';

/** Null = everything. Throws `invalid_request`. */
export function checkSubjects(
  partnerId: string | null,
  subjects: readonly string[] | null,
): Subject[] | null {
  if (subjects === null) return null;
  const known = subjectsOf(partnerId);
  const strange = subjects.find((one) => !known.some((subject) => subject === one));
  if (strange !== undefined || subjects.length === 0)
    throw invalid([
      {
        field: 'subjects',
        issue: `expected one or several of ${known.join(', ')}, got ${strange === undefined ? 'none' : `"${strange.slice(0, 60)}"`}`,
      },
    ]);
  return known.filter((subject) => subjects.includes(subject));
}
