/** How long requests of partners' servers are kept for them to read. */
import { wholeNumber } from '../../config/kinds.ts';
import { part } from '../../config/part.ts';

export type RequestLogConfig = {
  /** 0 = nothing is kept */
  requestLogDays: number;
};

export const requestLogConfig = part(
  {
    HUBBY_REQUEST_LOG_DAYS: wholeNumber(
      { from: 0, to: 365, expected: 'days, 0 to 365' },
      {
        fallback: 30,
        meaning:
          'how long requests of partners are kept for them to read; `0`: none are ([requests.md](requests.md))',
      },
    ),
  },
  (values): RequestLogConfig => ({ requestLogDays: values.HUBBY_REQUEST_LOG_DAYS }),
);
