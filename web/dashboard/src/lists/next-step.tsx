/** Where there is nothing yet: what to do about it, with the command to copy. */
import { Command } from '../ui/code.tsx';
import { Empty } from '../ui/said.tsx';

export const NextStep = ({
  title,
  text,
  command,
}: {
  title: string;
  text: string;
  command: string;
}) => (
  <Empty title={title}>
    <div className="flex flex-col items-center gap-3">
      <p>{text}</p>
      <Command text={command} />
    </div>
  </Empty>
);
