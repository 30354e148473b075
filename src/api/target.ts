/** Request targets that are not in the plain form that clients sign are refused. */
import { problemOfTarget } from '@hubby/sdk/signing';
import { AppError } from '../errors.ts';

export function checkTarget(target: string): void {
  const error = whatIsWrong(target);
  if (error !== null) throw error;
}

/** Null for a target in its plain form. */
export function whatIsWrong(target: string): AppError | null {
  const problem = problemOfTarget(target);
  return problem === null ? null : new AppError('malformed_target', problem);
}
