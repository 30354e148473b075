/** Where the traveler goes, where nobody has said it yet. */
import { useApp } from '../../app-state.ts';
import { call } from '../../data/api.ts';
import { useResource } from '../../data/use-resource.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Trouble } from '../../ui/trouble.tsx';

type Place = { iso3: string; name: string };
type Props = { id: string; value: string | null; onChoose(iso3: string | null): void };

export function ChoosePlace({ id, value, onChoose }: Props) {
  const { words } = useApp();
  const read = useResource(id, () =>
    call<{ destinations: Place[] }>('GET', `destinations?for=${encodeURIComponent(id)}`),
  );
  const { problem, again } = read;
  const places = read.value?.destinations ?? null;
  if (problem !== null && places === null) return <Trouble problem={problem} again={again} />;
  if (places === null) return <Skeleton />;
  return (
    <label class="field">
      <span>{words.say('whereTo')}</span>
      <select value={value ?? ''} onChange={(event) => onChoose(event.currentTarget.value || null)}>
        <option value="">{words.say('choose')}</option>
        {places.map(({ iso3, name }) => (
          <option key={iso3} value={iso3}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
