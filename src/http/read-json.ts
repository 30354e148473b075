/** A body's text as JSON; refused in words that hold nothing of it. */
import { parse } from 'secure-json-parse';
import { AppError } from '../errors.ts';
import { isTooDeep } from '../input/depth.ts';
import { withoutMark } from './utf8.ts';

const refused = (message: string): AppError => new AppError('invalid_request', message);

/**
 * Throws `invalid_request` for what is no JSON, and for members that reach into an object's
 * prototype.
 */
export function readJson(text: string): unknown {
  const json = withoutMark(text);
  if (json === '') throw refused('The body is empty; expected JSON.');
  if (isTooDeep(json)) throw refused('The body is nested too deeply.');
  try {
    return parse(json, { protoAction: 'error', constructorAction: 'error' });
  } catch (error) {
    throw refused(
      forbiddenIn(json) ?? `The body is not valid JSON${placeOf(error as Error, json)}.`,
    );
  }
}

/** Null where it is not for a forbidden member that the text was refused. */
function forbiddenIn(json: string): string | null {
  const takes = (options: { protoAction: 'error' | 'ignore' }): boolean => {
    try {
      parse(json, { ...options, constructorAction: 'ignore' });
      return true;
    } catch {
      return false;
    }
  };
  if (!takes({ protoAction: 'ignore' })) return null;
  const member = takes({ protoAction: 'error' })
    ? '"constructor" with a "prototype"'
    : '"__proto__"';
  return `The body has a member ${member}, which is not taken; leave it out.`;
}

/** What the engine says of the place; the rest of its message quotes the body. */
function placeOf({ message }: Error, json: string): string {
  const position = Number(/ at position (\d+)/.exec(message)?.[1] ?? NaN);
  if (message.startsWith('Unexpected end') || position >= json.length) return ': it ends too early';
  return Number.isNaN(position) ? '' : `: see character ${position + 1}`;
}
