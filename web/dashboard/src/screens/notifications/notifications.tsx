/** What one is told of by mail, and the channels that are posted to. */
import { useScope } from '../../shell/use-scope.ts';
import { Page } from '../../ui/page.tsx';
import { useWords } from '../../words.tsx';
import { Addresses } from './addresses.tsx';
import { Choices } from './choices.tsx';

export function NotificationsScreen() {
  const { say } = useWords();
  const scope = useScope();
  const mayRead = scope.may(scope.partner === null ? 'operator.manage' : 'settings.read');
  return (
    <Page title={say('notifications')} lead={say('notificationsLead')}>
      <Choices scope={scope} />
      {mayRead && <Addresses scope={scope} />}
    </Page>
  );
}
