/** One article whose cost waits for approval: what hangs on it, and taking it. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { bytesText, moneyText } from '../../../data/amounts.ts';
import { approveCosts, costsChanged, sourceQuery } from '../../../data/operator/money.ts';
import type { OperatorSource } from '../../../data/types.ts';
import { Panel, PanelPart } from '../../../lists/panel.tsx';
import { Button } from '../../../ui/button.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { TextLink } from '../../../ui/link.tsx';
import { Exactly } from '../../../ui/moment.tsx';
import { Empty, Notice, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';
import { Jump } from './costs.tsx';

export function CostPanel() {
  const { say } = useWords();
  const { id = '' } = useParams({ strict: false });
  const { data, ...source } = useQuery(sourceQuery(id));
  const name = data?.name ?? data?.article ?? id;
  return (
    <Panel
      title={name}
      heading={<span className="break-words">{name}</span>}
      of={say('waitingCosts')}
      error={source.error}
      onRetry={() => void source.refetch()}
      isPending={source.isPending}
    >
      {data === null && <Empty title={say('notFoundTitle')} />}
      {data != null && (
        <>
          {data.offered !== null && <Approve source={data} />}
          <Details source={data} />
          <PanelPart title={say('sourceBundles')}>
            {data.bundles.length === 0 && <p className="text-muted">{say('noBundleOfIt')}</p>}
            <ul className="flex flex-col gap-1">
              {data.bundles.map((one) => (
                <li key={one}>
                  <CopyText text={one} />
                </li>
              ))}
            </ul>
          </PanelPart>
        </>
      )}
    </Panel>
  );
}

function Approve({ source }: { source: OperatorSource }) {
  const { say, locale } = useWords();
  const { offered } = source;
  const approve = useMutation({
    mutationFn: () => approveCosts([source]),
    onSuccess: ({ approved }) => {
      toast(approved.length === 1 ? say('approvedCosts', { count: 1 }) : say('costIsAnother'));
      return costsChanged();
    },
  });
  return (
    <Notice tone="warn">
      <p>{say(source.is_held ? 'costHeld' : 'costFell')}</p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button look="primary" isPending={approve.isPending} onPress={() => approve.mutate()}>
          {say('approveCost', {
            cost: offered === null ? '' : moneyText(offered.cost, offered.currency, locale),
          })}
        </Button>
      </div>
      <Trouble error={approve.error} />
    </Notice>
  );
}

function Details({ source }: { source: OperatorSource }) {
  const { say, locale } = useWords();
  const { offered, previous } = source;
  return (
    <Facts
      facts={[
        [say('sourceCost'), <Jump key="cost" source={source} />],
        offered === null ? null : [say('waitsSince'), <Exactly key="at" at={offered.since} />],
        previous === null
          ? null
          : [say('costBefore'), moneyText(previous.cost, previous.currency, locale)],
        [
          say('supplier'),
          <TextLink key="account" to="/operator/suppliers/$id" params={{ id: source.account }}>
            {source.account}
          </TextLink>,
        ],
        [say('sourceArticle'), <CopyText key="article" text={source.article} />],
        [
          say('sourceData'),
          source.bytes === null ? say('sourceUnlimited') : bytesText(source.bytes, locale),
        ],
        [say('sourceDays'), source.duration_days],
        [say('sourceCoverage'), source.coverage.join(', ')],
      ]}
    />
  );
}
