/** Something to look at, before there is anything. */
import { useMutation } from '@tanstack/react-query';
import { Sparkles } from 'lucide-react';
import { makeDemo } from '../../data/home.ts';
import { queryClient } from '../../data/queries.ts';
import type { Scope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/page.tsx';
import { Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useWords } from '../../words.tsx';

export function DemoData({ scope }: { scope: Scope }) {
  const { say } = useWords();
  const make = useMutation({
    mutationFn: () => makeDemo(scope.path),
    onSuccess: async ({ bookings }) => {
      toast(say('demoDataMade', { count: bookings }));
      await queryClient.invalidateQueries({ queryKey: [scope.path] });
    },
  });
  return (
    <Card className="flex flex-col gap-3 p-4">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <div className="min-w-0 flex-1 basis-64">
          <h2 className="text-lg font-semibold">{say('demoData')}</h2>
          <p className="max-w-prose text-muted">{say('demoDataText')}</p>
        </div>
        <Button isPending={make.isPending} onPress={() => make.mutate()}>
          <Sparkles size={14} aria-hidden />
          {say('demoDataMake')}
        </Button>
      </div>
      <Trouble error={make.error} />
    </Card>
  );
}
