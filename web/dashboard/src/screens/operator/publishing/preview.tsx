/** What publishing would change, looked at before it is done: exactly that is published. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { previewQuery, publish } from '../../../data/operator/supply.ts';
import type { PublishingPreview } from '../../../data/types.ts';
import { Button } from '../../../ui/button.tsx';
import { Confirm } from '../../../ui/dialog.tsx';
import { Section } from '../../../ui/page.tsx';
import { Empty, Skeleton, Trouble } from '../../../ui/said.tsx';
import { toast } from '../../../ui/toast.tsx';
import { useWords } from '../../../words.tsx';
import { Differences } from './differences.tsx';

export function Preview() {
  const { say } = useWords();
  const [isAsked, setAsked] = useState(false);
  const { data, ...preview } = useQuery({ ...previewQuery, enabled: isAsked });
  const look = (): void => {
    if (isAsked) void preview.refetch();
    else setAsked(true);
  };
  return (
    <Section
      title={say('publishPreview')}
      lead={say('publishPreviewLead')}
      actions={
        <Button isPending={preview.isFetching} onPress={look}>
          {say('publishLook')}
        </Button>
      }
    >
      <Trouble error={preview.error} onRetry={look} />
      {preview.isFetching && data === undefined && <Skeleton rows={6} />}
      {data !== undefined && !preview.isFetching && (
        <Found preview={data} onPublished={() => void preview.refetch()} />
      )}
    </Section>
  );
}

function Found({ preview, onPublished }: { preview: PublishingPreview; onPublished(): void }) {
  const { say } = useWords();
  const { appear, change, vanish } = preview;
  const isSame = appear.length + change.length + vanish.length === 0;
  return (
    <>
      {isSame ? (
        <Empty title={say('publishNothing')} />
      ) : (
        <Publish preview={preview} onPublished={onPublished} />
      )}
      <Differences preview={preview} />
    </>
  );
}

function Publish({ preview, onPublished }: { preview: PublishingPreview; onPublished(): void }) {
  const { say } = useWords();
  const [isOpen, setOpen] = useState(false);
  const { counts, digest } = preview;
  const run = useMutation({
    mutationFn: () => publish(digest),
    onSuccess: ({ appeared, changed, vanished }) => {
      setOpen(false);
      toast(say('publishedSaid', { appeared, changed, vanished }));
      onPublished();
    },
  });
  return (
    <div>
      <Button look="primary" onPress={() => setOpen(true)}>
        {say('publishCatalog')}
      </Button>
      <Confirm
        title={say('publishChangesTitle')}
        text={say('publishChangesText', {
          appear: counts['appear'] ?? preview.appear.length,
          change: counts['change'] ?? preview.change.length,
          vanish: counts['vanish'] ?? preview.vanish.length,
        })}
        action={say('publishCatalog')}
        look="primary"
        isPending={run.isPending}
        trouble={<Trouble error={run.error} />}
        isOpen={isOpen}
        onClose={() => {
          run.reset();
          setOpen(false);
        }}
        onConfirm={() => run.mutate()}
      />
    </div>
  );
}
