/** Bodies for whoever may not see personal data: masked by the names of members. */
import { mask, PERSONAL } from '../../audit/mask.ts';

/** JSON: `text` where it has members; anything else says nothing of what stands in it. */
export function maskBody(text: string): string {
  if (text === '') return text;
  const value = parse(text);
  return typeof value === 'object' && value !== null ? JSON.stringify(mask(value)) : PERSONAL;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
