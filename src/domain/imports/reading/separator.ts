/** What stands between the cells of a file: spreadsheets take what their user's country does. */
const SEPARATORS = [',', ';', '\t'] as const;
type Separator = (typeof SEPARATORS)[number];

/** A header that is longer says nothing more. */
const LONGEST = 64 * 1024;

/** By the first line, outside quotes; a comma where it has none. `all`: the texts, that line too. */
export async function separatorOf(
  texts: AsyncIterable<string>,
): Promise<{ separator: Separator; all: AsyncIterable<string> }> {
  const iterator = texts[Symbol.asyncIterator]();
  let head = '';
  let isEnded = false;
  while (!isEnded && !head.trimStart().includes('\n') && head.length < LONGEST) {
    const { value, done = false } = await iterator.next();
    if (done) isEnded = true;
    else head += value;
  }
  const line = head
    .trimStart()
    .split('\n', 1)[0]!
    .replace(/"[^"]*"/g, '');
  const counts = SEPARATORS.map((sign) => line.split(sign).length);
  const separator = SEPARATORS[counts.indexOf(Math.max(...counts))]!;
  return { separator, all: chained(head, iterator) };
}

async function* chained(head: string, rest: AsyncIterator<string>): AsyncGenerator<string> {
  try {
    if (head !== '') yield head;
    for (let one = await rest.next(); one.done !== true; one = await rest.next()) yield one.value;
  } finally {
    await rest.return?.();
  }
}
