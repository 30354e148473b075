/** What an answer's status says, by its colour as well. */
import { Badge } from '../../ui/said.tsx';

export const Status = ({ code }: { code: number }) => (
  <Badge tone={code >= 500 ? 'danger' : code >= 400 ? 'warn' : 'good'}>{code}</Badge>
);
