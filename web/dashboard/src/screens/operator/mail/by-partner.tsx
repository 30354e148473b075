/** What became of mails, one line per partner, those first of whom most did not arrive. */
import type { MailFigures, MailReport } from '../../../data/types.ts';
import { Cell, rowClass, Table } from '../../../ui/table.tsx';
import { useWords } from '../../../words.tsx';
import { PartnerLink } from '../partner-link.tsx';

export function MailsByPartner({ report: { partners, total } }: { report: MailReport }) {
  const { say } = useWords();
  return (
    <Table
      label={say('mailFates')}
      head={[
        { text: say('itsPartner') },
        { text: say('mailTotal'), isFigure: true },
        { text: say('mailArrived'), isFigure: true },
        { text: say('mailBounced'), isFigure: true, isWide: true },
        { text: say('mailComplained'), isFigure: true, isWide: true },
        { text: say('mailFailed'), isFigure: true, isWide: true },
        { text: say('mailSkipped'), isFigure: true, isWide: true },
        { text: say('mailPending'), isFigure: true, isWide: true },
      ]}
    >
      {partners.map(({ partner_id: id, partner, ...figures }) => (
        <tr key={id} className={rowClass}>
          <Cell className="break-words">
            <PartnerLink id={id} name={partner} />
            <Lost figures={figures} />
          </Cell>
          <Figures figures={figures} />
        </tr>
      ))}
      {partners.length > 1 && (
        <tr className={`${rowClass} font-medium`}>
          <Cell>
            {say('mailAll')}
            <Lost figures={total} />
          </Cell>
          <Figures figures={total} />
        </tr>
      )}
    </Table>
  );
}

/** What has no columns of its own on a phone. */
function Lost({ figures }: { figures: MailFigures }) {
  const { say, locale } = useWords();
  const parts = [
    [say('mailBounced'), figures.bounced],
    [say('mailComplained'), figures.complained],
    [say('mailFailed'), figures.failed],
  ] as const;
  return (
    <span className="flex flex-wrap gap-x-3 text-sm font-normal text-muted md:hidden">
      {parts
        .filter(([, count]) => count > 0)
        .map(([text, count]) => (
          <span key={text}>{`${text}: ${count.toLocaleString(locale)}`}</span>
        ))}
    </span>
  );
}

function Figures({ figures }: { figures: MailFigures }) {
  const { locale } = useWords();
  const share = figures.delivered_share;
  const wide = [
    figures.bounced,
    figures.complained,
    figures.failed,
    figures.skipped,
    figures.pending,
  ];
  return (
    <>
      <Cell isFigure>{figures.total.toLocaleString(locale)}</Cell>
      <Cell isFigure>
        {share === null
          ? '–'
          : share.toLocaleString(locale, { style: 'percent', maximumFractionDigits: 1 })}
      </Cell>
      {wide.map((count, nth) => (
        <Cell key={nth} isWide isFigure>
          {count.toLocaleString(locale)}
        </Cell>
      ))}
    </>
  );
}
