/** The same by destination: a table, of which a phone has the first and the last step. */
import { numberText, placeText, shareText, spanText } from '../../data/reports.ts';
import type { StepReport } from '../../data/types.ts';
import { useScope } from '../../shell/use-scope.ts';
import { TextLink } from '../../ui/link.tsx';
import { Section } from '../../ui/page.tsx';
import { Cell, rowClass, Table } from '../../ui/table.tsx';
import { useWords } from '../../words.tsx';
import { STEP_TEXTS } from './step-texts.ts';

/** More are in the answer of the API. */
const SHOWN = 100;

export function Places({ report }: { report: StepReport }) {
  const { say } = useWords();
  return (
    <Section title={say('funnelByPlace')}>
      <Table
        label={say('funnelByPlace')}
        head={[
          { text: say('destination') },
          ...report.steps.map(({ step }) => ({
            text: say(STEP_TEXTS[step].name),
            isWide: step !== 'issued' && step !== 'used',
            isFigure: true,
          })),
        ]}
      >
        {report.places.slice(0, SHOWN).map((place) => (
          <Place key={place.place} place={place} report={report} />
        ))}
      </Table>
    </Section>
  );
}

function Place({
  place,
  report: { from, to },
}: {
  place: StepReport['places'][number];
  report: StepReport;
}) {
  const { say, locale } = useWords();
  const partner = useScope().partner?.slug;
  const name = place.place === '' ? '-' : place.place;
  const issued = place.steps[0]?.count ?? 0;
  return (
    <tr className={rowClass}>
      <th scope="row" className="px-4 py-2.5 text-start font-medium">
        <TextLink to="/p/$partner/packages" params={{ partner }} search={{ place: name, from, to }}>
          {place.place === '' ? say('funnelNoPlace') : placeText(place, locale)}
        </TextLink>
      </th>
      {place.steps.map(({ step, count, median_ms: median }) => (
        <Cell
          key={step}
          isWide={step !== 'issued' && step !== 'used'}
          isFigure
          className="align-top"
        >
          <TextLink
            to="/p/$partner/packages"
            params={{ partner }}
            search={{ place: name, step, from, to }}
          >
            {numberText(count, locale)}
          </TextLink>
          {step !== 'issued' && (
            <span className="block text-xs text-muted">
              {shareText(count / Math.max(issued, 1), locale)}
              {median !== null && ` · ${spanText(median, locale)}`}
            </span>
          )}
        </Cell>
      ))}
    </tr>
  );
}
