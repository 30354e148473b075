/** What a CPU profile of V8 says, as text. */
import { globSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

type Profile = {
  nodes: {
    id: number;
    callFrame: { functionName: string; url: string; lineNumber: number };
    children?: number[];
  }[];
  samples: number[];
  timeDeltas: number[];
};

const IDLE = new Set(['(idle)', '(program)', '(root)']);
const ROWS = 25;

function placeOf(url: string): string {
  const path = url.replace(/^file:\/\//, '');
  return /node_modules\/(.*)$/.exec(path)?.[1] ?? path.replace(`${process.cwd()}/`, '');
}

const packageOf = (place: string): string =>
  place === ''
    ? '(native)'
    : place.startsWith('node:')
      ? place
      : place.startsWith('src/')
        ? place
        : place
            .split('/')
            .slice(0, place.startsWith('@') ? 2 : 1)
            .join('/');

/**
 * The functions and modules that take most of the busy time in the folder's newest profile; nothing
 * where there is none.
 */
export function hotSpots(folder: string): string {
  const [newest] = globSync(join(folder, '*.cpuprofile')).sort(
    (a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs,
  );
  if (newest === undefined) return '';
  const { nodes, samples, timeDeltas } = JSON.parse(readFileSync(newest, 'utf8')) as Profile;
  const self = new Map<number, number>();
  for (const [i, id] of samples.entries()) self.set(id, (self.get(id) ?? 0) + timeDeltas[i]!);
  const functions = new Map<string, number>();
  const modules = new Map<string, number>();
  let busy = 0;
  for (const {
    id,
    callFrame: { functionName, url, lineNumber },
  } of nodes) {
    const time = self.get(id) ?? 0;
    if (time === 0 || IDLE.has(functionName)) continue;
    busy += time;
    const place = placeOf(url);
    const name = `${functionName || '(anonymous)'} ${place === '' ? '' : `${place}:${lineNumber + 1}`}`;
    functions.set(name, (functions.get(name) ?? 0) + time);
    modules.set(packageOf(place), (modules.get(packageOf(place)) ?? 0) + time);
  }
  const top = (counts: Map<string, number>): string =>
    [...counts]
      .sort((a, b) => b[1] - a[1])
      .slice(0, ROWS)
      .map(([name, time]) => `${((100 * time) / busy).toFixed(1).padStart(5)} %  ${name}`)
      .join('\n');
  return `${newest}: ${(busy / 1e6).toFixed(1)} s busy\nby module\n${top(modules)}\nby function (its own time)\n${top(functions)}`;
}
