/** One partner: who it is, what it has set, and what the operator can do about it. */
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { partnerQuery, partnerSettingsQuery } from '../../../data/operator/partners.ts';
import type { OperatorPartner } from '../../../data/types.ts';
import { Panel, PanelPart } from '../../../lists/panel.tsx';
import { useScope } from '../../../shell/use-scope.ts';
import { Code } from '../../../ui/code.tsx';
import { CopyText } from '../../../ui/copy.tsx';
import { Facts } from '../../../ui/facts.tsx';
import { TextLink } from '../../../ui/link.tsx';
import { Exactly } from '../../../ui/moment.tsx';
import { Empty, Skeleton, Trouble } from '../../../ui/said.tsx';
import { useWords } from '../../../words.tsx';
import { RenamePartner } from './rename-partner.tsx';
import { PartnerState } from './state.tsx';
import { SuspendPartner } from './suspend-partner.tsx';
import { ViewPartner } from './view-partner.tsx';

export function PartnerPanel() {
  const { say } = useWords();
  const { may } = useScope();
  const { id = '' } = useParams({ strict: false });
  const { data, ...partner } = useQuery(partnerQuery(id));
  const name = data?.name ?? id;
  return (
    <Panel
      title={name}
      heading={<span className="break-words">{name}</span>}
      of={say('partners')}
      actions={data != null && <ViewPartner partner={data} />}
      error={partner.error}
      onRetry={() => void partner.refetch()}
      isPending={partner.isPending}
    >
      {data === null && <Empty title={say('notFoundTitle')} />}
      {data != null && <Details partner={data} />}
      {data != null && may('operator.manage') && <Managed partner={data} />}
    </Panel>
  );
}

function Details({ partner }: { partner: OperatorPartner }) {
  const { say } = useWords();
  const { may } = useScope();
  return (
    <>
      <Facts
        facts={[
          [say('state'), <PartnerState key="state" partner={partner} />],
          partner.suspended_at === null
            ? null
            : [say('suspendedSince'), <Exactly key="since" at={partner.suspended_at} />],
          [say('partnerSlug'), <CopyText key="slug" text={partner.slug} />],
          [say('operatorPartnerId'), <CopyText key="id" text={partner.id} />],
          [say('keyMade'), <Exactly key="at" at={partner.created_at} />],
        ]}
      />
      <p className="flex flex-wrap gap-x-4">
        <TextLink to="/operator/review" search={{ partner_id: partner.id }}>
          {say('itsOrders')}
        </TextLink>
        {may('operator.support') && (
          <TextLink to="/operator/support" search={{ partner_id: partner.id }}>
            {say('supportQueue')}
          </TextLink>
        )}
      </p>
    </>
  );
}

/** Of who runs the installation. */
function Managed({ partner }: { partner: OperatorPartner }) {
  const { say } = useWords();
  const settings = useQuery(partnerSettingsQuery(partner.id));
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <RenamePartner partner={partner} />
        <SuspendPartner partner={partner} />
      </div>
      <PanelPart title={say('partnerSettings')}>
        <p className="text-muted">{say('partnerSettingsText')}</p>
        <Trouble error={settings.error} onRetry={() => void settings.refetch()} />
        {settings.isPending && <Skeleton rows={6} />}
        {settings.data !== undefined && (
          <Code
            label={say('partnerSettings')}
            text={JSON.stringify(settings.data.settings)}
            isJson
          />
        )}
      </PanelPart>
    </>
  );
}
