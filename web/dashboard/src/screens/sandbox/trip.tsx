/** A whole trip that plays by itself, or step by step. */
import { useQuery } from '@tanstack/react-query';
import { Pause, Play, RotateCcw, StepForward } from 'lucide-react';
import { useState } from 'react';
import { beginTrip, goOn, pauseTrip, restoreQuery, useTrip } from '../../data/trip/play.ts';
import { SCENES } from '../../data/trip/scenes.ts';
import { isOver, nextOf, type Step, type Trip } from '../../data/trip/trip.ts';
import { useScope } from '../../shell/use-scope.ts';
import { Button } from '../../ui/button.tsx';
import { Choice } from '../../ui/field.tsx';
import { Card, Section } from '../../ui/page.tsx';
import { Notice, Skeleton, Trouble } from '../../ui/said.tsx';
import { useWords } from '../../words.tsx';
import { TripStep } from './trip-step.tsx';

/** Of the catalog that Hubby comes with. */
const PLACES = ['GR', 'ES', 'IT', 'FR', 'TR', 'US', 'JP', 'TH'];

export function TripPlayer() {
  const { say } = useWords();
  const { path } = useScope();
  const trip = useTrip(path);
  const restored = useQuery({ ...restoreQuery(path), enabled: trip === undefined });
  return (
    <Section title={say('trip')} lead={say('tripLead')}>
      <Card className="flex flex-col gap-4 p-4">
        <Trouble error={restored.error} onRetry={() => void restored.refetch()} />
        {trip !== undefined ? (
          <Going key={trip.user} path={path} trip={trip} />
        ) : restored.isPending ? (
          <Skeleton rows={8} />
        ) : (
          <Begin path={path} />
        )}
      </Card>
    </Section>
  );
}

const planned = SCENES.map(({ name }): Step => ({
  name,
  state: 'todo',
  events: [],
  missing: [],
  error: null,
}));

function Begin({ path, onBegin }: { path: string; onBegin?: () => void }) {
  const { say, locale } = useWords();
  const [place, setPlace] = useState(PLACES[0]!);
  const names = new Intl.DisplayNames(locale, { type: 'region' });
  const begin = (isPlaying: boolean): void => {
    beginTrip(path, place, isPlaying);
    onBegin?.();
  };
  return (
    <>
      <Choice
        label={say('tripTo')}
        options={PLACES.map((code) => [code, names.of(code) ?? code])}
        value={place}
        onChange={({ target }) => setPlace(target.value)}
      />
      <div className="flex flex-wrap gap-2">
        <Button look="primary" className="flex-1" onPress={() => begin(true)}>
          <Play size={14} aria-hidden />
          {say('tripPlay')}
        </Button>
        <Button className="flex-1" onPress={() => begin(false)}>
          <StepForward size={14} aria-hidden />
          {say('tripStep')}
        </Button>
      </div>
      <Steps steps={planned} />
    </>
  );
}

function Going({ path, trip }: { path: string; trip: Trip }) {
  const { say } = useWords();
  const [isAgain, setAgain] = useState(false);
  if (isAgain) return <Begin path={path} onBegin={() => setAgain(false)} />;
  const over = isOver(trip);
  const events = trip.steps.reduce((sum, step) => sum + step.events.length, 0);
  const isBusy = nextOf(trip)?.state === 'doing';
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2">
        <p className="font-mono text-sm">{trip.user}</p>
        <div className="flex flex-wrap gap-2">
          {!over && trip.isPlaying && (
            <Button onPress={() => pauseTrip(path)}>
              <Pause size={14} aria-hidden />
              {say('tripPause')}
            </Button>
          )}
          {!over && !trip.isPlaying && (
            <>
              <Button look="primary" onPress={() => goOn(path, true)}>
                <Play size={14} aria-hidden />
                {say('tripPlayOn')}
              </Button>
              <Button isPending={isBusy} onPress={() => goOn(path, false)}>
                <StepForward size={14} aria-hidden />
                {say('tripStep')}
              </Button>
            </>
          )}
          {!trip.isPlaying && !isBusy && (
            <Button onPress={() => setAgain(true)}>
              <RotateCcw size={14} aria-hidden />
              {say('tripAnother')}
            </Button>
          )}
        </div>
      </div>
      {over && (
        <Notice tone="good" isAlert>
          {say('tripOver', { count: events })}
        </Notice>
      )}
      <Steps steps={trip.steps} />
    </>
  );
}

const Steps = ({ steps }: { steps: readonly Step[] }) => {
  const { say } = useWords();
  return (
    <ol aria-label={say('trip')} className="flex flex-col">
      {steps.map((step) => (
        <TripStep key={step.name} step={step} />
      ))}
    </ol>
  );
};
