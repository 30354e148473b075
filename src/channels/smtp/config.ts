/** The mail server that mails are handed to. */
import { part } from '../../config/part.ts';
import { url } from '../../config/urls.ts';

/** `smtp` is null where no such sender of mail is configured. */
export type SmtpConfig = { smtp: { url: string } | null };

export const smtpConfig = part(
  {
    HUBBY_SMTP_URL: url(
      { protocols: /^smtps?:$/, expected: 'an smtp(s) URL' },
      {
        fallback: null,
        isSecret: true,
        meaning: '`smtp://user:password@host:587` or `smtps://…`: sends mail over that server',
      },
    ),
  },
  (values): SmtpConfig => ({
    smtp: values.HUBBY_SMTP_URL === null ? null : { url: values.HUBBY_SMTP_URL },
  }),
);
