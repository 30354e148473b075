/**
 * The list as CSV (docs/devices.md): the shipped file and what an operator imports have the same
 * form.
 */
import { readLines, type Report, type Shape } from '../catalog/csv/format.ts';
import { keyOf } from './keys.ts';
import type { Device } from './types.ts';

const SHAPE: Shape = {
  required: ['brand', 'model', 'is_compatible'],
  columns: ['brand', 'model', 'is_compatible', 'codes', 'notes', 'source'],
  one: 'device',
  many: 'devices',
};
const MAX = { brand: 60, model: 100, code: 60, note: 500, source: 300, codes: 100, notes: 10 };

const parts = (cell: string | undefined): string[] =>
  (cell ?? '')
    .split('|')
    .map((p) => p.trim())
    .filter((p) => p !== '');

/** The devices of a file; what is wrong is reported, line by line. */
export function readDevices(text: string, report: Report): Device[] {
  const before = new Map<string, number>();
  return readLines(text, report, SHAPE).flatMap(({ row, cells }) => {
    const device: Device = {
      brand: cells.get('brand') ?? '',
      model: cells.get('model') ?? '',
      is_compatible: cells.get('is_compatible')?.toLowerCase() === 'true',
      codes: parts(cells.get('codes')),
      notes: parts(cells.get('notes')),
      source: cells.get('source') || null,
    };
    let isGood = true;
    const wrong = (field: string, expected: string, got: string): void => {
      isGood = false;
      report(row, field, expected, got);
    };
    for (const field of ['brand', 'model'] as const) {
      if (device[field].length > MAX[field] || keyOf(device[field]) === '')
        wrong(
          field,
          `a name of at most ${MAX[field]} characters, with a letter or digit`,
          device[field],
        );
    }
    if (!/^(?:true|false)$/i.test(cells.get('is_compatible') ?? ''))
      wrong('is_compatible', 'true or false', cells.get('is_compatible') ?? '');
    checkParts('codes', device.codes, MAX.codes, MAX.code, wrong);
    checkParts('notes', device.notes, MAX.notes, MAX.note, wrong);
    for (const code of device.codes)
      if (keyOf(code) === '') wrong('codes', 'codes with a letter or digit, separated by |', code);
    if ((device.source?.length ?? 0) > MAX.source)
      wrong('source', `at most ${MAX.source} characters`, device.source!);
    const same = identityOf(device);
    const first = before.get(same);
    if (first !== undefined)
      wrong(
        'model',
        `a model that stands in the file once; line ${first} has it too`,
        device.model,
      );
    else before.set(same, row);
    return isGood ? [device] : [];
  });
}

function checkParts(
  field: string,
  list: readonly string[],
  most: number,
  longest: number,
  wrong: (field: string, expected: string, got: string) => void,
): void {
  if (list.length > most) wrong(field, `at most ${most}, separated by |`, String(list.length));
  for (const part of list)
    if (part.length > longest) wrong(field, `each of at most ${longest} characters`, part);
}

/** The same device, however it is written. */
export const identityOf = (device: Pick<Device, 'brand' | 'model'>): string =>
  `${keyOf(device.brand)}|${keyOf(device.model)}`;
