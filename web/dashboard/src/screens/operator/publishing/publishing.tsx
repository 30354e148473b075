/** Rules by which sources become bundles, what publishing would change, and publishing it. */
import { useQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useState } from 'react';
import { rulesQuery } from '../../../data/operator/supply.ts';
import type { PublishingRule } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Card, Page, Row, Section } from '../../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../../ui/said.tsx';
import { useWords } from '../../../words.tsx';
import { EditRule } from './edit-rule.tsx';
import { Preview } from './preview.tsx';
import { RemoveRule } from './remove-rule.tsx';

export function PublishingScreen() {
  const { say } = useWords();
  const { data, ...rules } = useQuery(rulesQuery);
  const [edited, setEdited] = useState<PublishingRule | 'new' | null>(null);
  return (
    <Page isWide title={say('publishing')} lead={say('publishingLead')}>
      <Section
        title={say('publishRules')}
        lead={say('publishRulesLead')}
        actions={
          <Button onPress={() => setEdited('new')}>
            <Plus size={16} aria-hidden />
            {say('addRule')}
          </Button>
        }
      >
        <Trouble error={rules.error} onRetry={() => void rules.refetch()} />
        {rules.isPending && <Skeleton />}
        {data?.length === 0 && (
          <Empty title={say('publishRulesNone')}>{say('publishRulesNoneText')}</Empty>
        )}
        {data !== undefined && data.length > 0 && (
          <Card>
            <ul>
              {data.map((rule) => (
                <Row
                  key={rule.name}
                  actions={
                    <>
                      <Button
                        aria-label={`${say('change')}: ${rule.name}`}
                        onPress={() => setEdited(rule)}
                      >
                        {say('change')}
                      </Button>
                      <RemoveRule name={rule.name} />
                    </>
                  }
                >
                  <p className="font-medium break-all">{rule.name}</p>
                  <p className="text-sm break-words text-muted">{whatOf(rule)}</p>
                </Row>
              ))}
            </ul>
          </Card>
        )}
      </Section>
      <Preview />
      {edited !== null && (
        <EditRule rule={edited === 'new' ? null : edited} onClose={() => setEdited(null)} />
      )}
    </Page>
  );
}

/** `countries, EU · 1GB, 3GB · 7, 30` */
const whatOf = (rule: PublishingRule): string =>
  [rule['destinations'], rule['sizes'], rule['durations']]
    .flatMap((one) => (Array.isArray(one) ? [one.slice(0, 12).join(', ')] : []))
    .join(' · ');
