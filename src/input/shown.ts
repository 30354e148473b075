/** A value as a refusal shows it: short whatever its size, and found without walking all of it. */
const MAX_CHARACTERS = 80;
const MAX_MEMBERS = 4;
const MAX_DEPTH = 3;

export function shown(value: unknown): string {
  if (value === undefined) return 'nothing';
  const text = print(value, 0);
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text;
}

function print(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, MAX_CHARACTERS + 1));
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? printList(value, depth) : printObject(value, depth);
}

function printList(list: readonly unknown[], depth: number): string {
  if (depth === MAX_DEPTH) return '[…]';
  const parts = list.slice(0, MAX_MEMBERS).map((one) => print(one, depth + 1));
  return `[${[...parts, ...(list.length > MAX_MEMBERS ? ['…'] : [])].join(',')}]`;
}

function printObject(object: object, depth: number): string {
  if (depth === MAX_DEPTH) return '{…}';
  const parts: string[] = [];
  for (const [key, one] of Object.entries(object)) {
    if (parts.length < MAX_MEMBERS) parts.push(`${print(key, depth)}:${print(one, depth + 1)}`);
    else return `{${parts.join(',')},…}`;
  }
  return `{${parts.join(',')}}`;
}
