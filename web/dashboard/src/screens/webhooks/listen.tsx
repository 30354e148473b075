/** Events on one's own machine, which no server could reach. */
import { Snippet } from '../../ui/copy.tsx';
import { Section } from '../../ui/page.tsx';
import { useLanguage } from '../../words.tsx';

export function Listen() {
  const { words, boot } = useLanguage();
  const { say } = words;
  return (
    <Section title={say('listen')} lead={say('listenLead')}>
      <Snippet
        label={say('listenCommand')}
        text={`npx hubby listen --url ${boot.api} --forward-to http://localhost:8000/hubby`}
      />
      <p className="text-sm text-muted">{say('listenHint')}</p>
    </Section>
  );
}
