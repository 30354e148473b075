import { AppError } from '../../errors.ts';

/** The same for every reason: nothing is learnt of a token by what is said of it. */
export const sessionEnded = (): AppError =>
  new AppError('session_ended', 'The session has ended; open the page anew.');
