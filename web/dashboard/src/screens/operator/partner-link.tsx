/** A partner by its name, as a link for whoever may look at partners. */
import { useScope } from '../../shell/use-scope.ts';
import { TextLink } from '../../ui/link.tsx';

export function PartnerLink({ id, name }: { id: string; name: string }) {
  const { may } = useScope();
  if (!may('operator.view_as')) return <>{name}</>;
  return (
    <TextLink to="/operator/partners/$id" params={{ id }}>
      {name}
    </TextLink>
  );
}
