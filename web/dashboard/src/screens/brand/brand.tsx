/** How travelers see the partner: prepared beside a preview, and published. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { brandQuery } from '../../data/brand.ts';
import { Refusal } from '../../data/client.ts';
import type { Brand } from '../../data/types.ts';
import { useScope, type Scope } from '../../shell/use-scope.ts';
import { AnsweredForm } from '../../ui/answered-form.tsx';
import { Button } from '../../ui/button.tsx';
import { Confirm } from '../../ui/dialog.tsx';
import { Page } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { toast } from '../../ui/toast.tsx';
import { useIssues } from '../../ui/use-issues.ts';
import { useWords } from '../../words.tsx';
import type { Looking } from './editing.ts';
import { Legal } from './legal.tsx';
import { Look } from './look.tsx';
import { MailTexts } from './mail-texts.tsx';
import { Preview } from './preview.tsx';
import { ScreenTexts } from './screen-texts.tsx';
import { Shape } from './shape.tsx';
import { useDraft, type Draft } from './use-draft.ts';

export function BrandScreen() {
  const { say } = useWords();
  const scope = useScope();
  const brand = useQuery(brandQuery(scope.path));
  return (
    <>
      {brand.data === undefined ? (
        <Page title={say('brand')} lead={say('brandLead')}>
          <Trouble error={brand.error} onRetry={() => void brand.refetch()} />
          {brand.isPending && <Skeleton rows={8} />}
        </Page>
      ) : (
        <Editor key={scope.path} scope={scope} brand={brand.data} />
      )}
    </>
  );
}

function Editor({ scope, brand }: { scope: Scope; brand: Brand }) {
  const { say } = useWords();
  const mayWrite = scope.may('settings.write');
  const draft = useDraft(scope.path, brand, (how) =>
    toast(say(how === 'publish' ? 'brandPublished' : 'draftDiscarded')),
  );
  const [looking, setLooking] = useState<Looking>({
    surface: 'claim',
    scheme: 'light',
    locale: brand.locales.find((one) => one === brand.locale) ?? 'en',
    brand: 'default',
    kind: 'booking_confirmation',
    screen: 'home-ready',
  });
  const look = (at: Partial<Looking>): void => setLooking({ ...looking, ...at });
  const editing = { draft, brand, looking, look, mayWrite, path: scope.path };
  const issues = useIssues(draft.error);
  return (
    <Page
      isWide
      title={say('brand')}
      lead={say('brandLead')}
      actions={mayWrite && <Ways draft={draft} brand={brand} />}
    >
      {!mayWrite && <Notice tone="plain">{say('webhooksReadOnly')}</Notice>}
      <Conflict draft={draft} />
      <div className="grid items-start gap-8 lg:grid-cols-[minmax(0,1fr)_minmax(0,26rem)]">
        <AnsweredForm
          issues={issues}
          onSubmit={(event) => event.preventDefault()}
          className="flex min-w-0 flex-col gap-8"
        >
          <Look {...editing} />
          <Shape {...editing} />
          <ScreenTexts {...editing} />
          <MailTexts {...editing} />
          <Legal {...editing} />
          {isRefused(draft.error) && <Trouble error={draft.error} />}
        </AnsweredForm>
        <Preview {...editing} />
      </div>
    </Page>
  );
}

function Ways({ draft, brand }: { draft: Draft; brand: Brand }) {
  const { say, relative } = useWords();
  const [asked, setAsked] = useState<'publish' | 'discard' | null>(null);
  const saved = brand.draft?.changed_at;
  const close = (): void => setAsked(null);
  return (
    <>
      <span role="status" className="self-center text-sm text-muted">
        {draft.isUnsaved
          ? say('draftUnsaved')
          : draft.isSaving
            ? say('draftSaving')
            : saved !== undefined && say('draftSaved', { when: relative(saved) })}
      </span>
      <Button isDisabled={brand.draft === null} onPress={() => setAsked('discard')}>
        {say('draftDiscard')}
      </Button>
      <Button look="primary" isDisabled={!draft.isReady} onPress={() => setAsked('publish')}>
        {say('publishBrand')}
      </Button>
      <Confirm
        title={say(asked === 'discard' ? 'draftDiscardTitle' : 'publishTitle')}
        text={say(asked === 'discard' ? 'draftDiscardText' : 'publishText')}
        action={say(asked === 'discard' ? 'draftDiscard' : 'publishBrand')}
        look={asked === 'discard' ? 'danger' : 'primary'}
        isPending={draft.isEnding}
        isOpen={asked !== null}
        onClose={close}
        onConfirm={() => {
          draft.end(asked!);
          close();
        }}
      />
    </>
  );
}

/** For what is in a field: it stands there, and below them all, where nothing moves that is typed in. */
const isRefused = (error: unknown): boolean => error instanceof Refusal && error.status === 400;

/** What is not said at a field. */
function Conflict({ draft }: { draft: Draft }) {
  const { say } = useWords();
  const { error } = draft;
  if (error === null || error === undefined || isRefused(error)) return null;
  const isMoved = error instanceof Refusal && error.status === 409;
  return (
    <div className="flex flex-col gap-2">
      <Trouble error={error} />
      {isMoved && (
        <div>
          <Button onPress={draft.takeOver}>{say('draftTakeOver')}</Button>
        </div>
      )}
    </div>
  );
}
