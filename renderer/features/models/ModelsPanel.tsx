import type { InstalledModel } from '../../../app/ports.ts';
import { useHealth } from '../../state/health.ts';
import { texts } from '../../texts.ts';
import { SidePanel } from '../SidePanel.tsx';
import { ModelCard } from './ModelCard.tsx';

const { models: words } = texts;

const State = ({ refusal, replaced }: InstalledModel) => {
  if (replaced) return <p className="muted">{words.replaced}</p>;
  if (refusal === null) return <p>{words.ready}</p>;
  return (
    <p className="verdict-broken">
      {words.refused}: {refusal.message}
    </p>
  );
};

const Model = ({ model }: { readonly model: InstalledModel }) => (
  <section className="model" aria-label={model.id}>
    <h3>{model.title}</h3>
    <State {...model} />
    <dl className="evidence">
      <dt>{words.id}</dt>
      <dd>{model.id}</dd>
      <dt>{words.version}</dt>
      <dd className="figure">{model.version || texts.notMeasured}</dd>
      <dt>{words.task}</dt>
      <dd>{model.task === null ? texts.notMeasured : (words.tasks[model.task] ?? model.task)}</dd>
      <dt>{words.place}</dt>
      <dd>{words.places[model.place]}</dd>
      <dt>SHA-256</dt>
      <dd className="figure">{model.sha256.slice(0, 12) || texts.notMeasured}</dd>
    </dl>
    {model.intendedUse !== '' && <p>{model.intendedUse}</p>}
    {model.card === null ? (
      <p className="muted">{words.noCard}</p>
    ) : (
      <details>
        <summary>{words.card}</summary>
        <ModelCard card={model.card} />
      </details>
    )}
  </section>
);

/** Every model that is there: what it is, whether it may run, and its card. */
export const ModelsPanel = () => {
  const models = useHealth((state) => state.models);
  return (
    <SidePanel title={words.title} closable>
      {models === null && <p className="muted">{words.loading}</p>}
      {models?.length === 0 && <p className="muted">{texts.status.noModels}</p>}
      {models?.map((model) => (
        <Model key={`${model.place}/${model.folder}`} model={model} />
      ))}
      <p className="muted">{words.howToInstall}</p>
    </SidePanel>
  );
};
