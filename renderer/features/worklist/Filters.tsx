import { useEffect } from 'react';
import { qualityVerdicts, recordingStatuses, type WorklistQuery, wholeWorklist } from '../../../app/worklist/query.ts';
import { urgencies } from '../../../app/worklist/urgency.ts';
import { rememberDeed } from '../../state/undo.ts';
import { ask, readFindings, useWorklist } from '../../state/worklist.ts';
import { texts } from '../../texts.ts';

const words = texts.worklist;

const Chips = <T extends string>(props: {
  readonly title: string;
  readonly choices: readonly T[];
  readonly chosen: readonly T[];
  readonly print: (choice: T) => string;
  readonly onChange: (chosen: T[]) => void;
}) => (
  <fieldset className="filter">
    <legend>{props.title}</legend>
    <div className="chips">
      {props.choices.map((choice) => {
        const on = props.chosen.includes(choice);
        return (
          <button
            key={choice}
            type="button"
            aria-pressed={on}
            onClick={() =>
              props.onChange(on ? props.chosen.filter((other) => other !== choice) : [...props.chosen, choice])
            }
          >
            {props.print(choice)}
          </button>
        );
      })}
    </div>
  </fieldset>
);

const yearsFrom = (text: string): number | null => {
  const years = Number.parseFloat(text);
  return Number.isFinite(years) && years >= 0 && years <= 150 ? years : null;
};
const dayFrom = (text: string): string | null => (/^\d{4}-\d\d-\d\d$/.test(text) ? text : null);

const Ages = ({ query }: { readonly query: WorklistQuery }) => (
  <fieldset className="filter">
    <legend>{words.filters.age}</legend>
    <div className="range">
      <input
        type="number"
        min={0}
        max={150}
        aria-label={words.filters.ageFrom}
        placeholder={words.filters.from}
        value={query.ageFromYears ?? ''}
        onChange={(event) => void ask({ ageFromYears: yearsFrom(event.target.value) })}
      />
      <input
        type="number"
        min={0}
        max={150}
        aria-label={words.filters.ageTo}
        placeholder={words.filters.to}
        value={query.ageToYears ?? ''}
        onChange={(event) => void ask({ ageToYears: yearsFrom(event.target.value) })}
      />
    </div>
  </fieldset>
);

const Days = ({ query }: { readonly query: WorklistQuery }) => (
  <fieldset className="filter">
    <legend>{words.filters.recorded}</legend>
    <div className="range">
      <input
        type="date"
        aria-label={words.filters.recordedFrom}
        value={query.recordedFrom ?? ''}
        onChange={(event) => void ask({ recordedFrom: dayFrom(event.target.value) })}
      />
      <input
        type="date"
        aria-label={words.filters.recordedTo}
        value={query.recordedTo ?? ''}
        onChange={(event) => void ask({ recordedTo: dayFrom(event.target.value) })}
      />
    </div>
  </fieldset>
);

const Finding = ({ query }: { readonly query: WorklistQuery }) => {
  const findings = useWorklist((state) => state.findings);
  return (
    <fieldset className="filter">
      <legend>{words.filters.finding}</legend>
      <select
        aria-label={words.filters.finding}
        value={query.findings[0] ?? ''}
        onChange={(event) => void ask({ findings: event.target.value === '' ? [] : [event.target.value] })}
      >
        <option value="">{words.filters.anyFinding}</option>
        {findings.map(({ code, text, recordings }) => (
          <option key={code} value={code}>
            {words.filters.findingCount(text, recordings)}
          </option>
        ))}
      </select>
    </fieldset>
  );
};

/** Takes all filters away; one key brings them back. */
export const clearFilters = (): void => {
  const before = useWorklist.getState().query;
  const after = { ...wholeWorklist, sort: before.sort };
  void ask(after);
  rememberDeed({ label: words.filters.clear, undo: () => void ask(before), redo: () => void ask(after) });
};

/** What the list is narrowed by, beside the words of the search. */
export const Filters = () => {
  const query = useWorklist((state) => state.query);
  const all = useWorklist((state) => state.all);
  // Counted anew when recordings came while the filters are open.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => void readFindings(), [all]);
  return (
    <section className="filters" aria-label={words.filters.title}>
      <Chips
        title={words.columns.urgency}
        choices={urgencies}
        chosen={query.urgencies}
        print={(urgency) => words.urgencies[urgency]}
        onChange={(chosen) => void ask({ urgencies: chosen })}
      />
      <Chips
        title={words.columns.status}
        choices={recordingStatuses}
        chosen={query.statuses}
        print={(status) => words.status[status]}
        onChange={(chosen) => void ask({ statuses: chosen })}
      />
      <Chips
        title={words.columns.quality}
        choices={qualityVerdicts}
        chosen={query.qualities}
        print={(verdict) => texts.quality[verdict]}
        onChange={(chosen) => void ask({ qualities: chosen })}
      />
      <Finding query={query} />
      <Ages query={query} />
      <Days query={query} />
      <button type="button" onClick={clearFilters}>
        {words.filters.clear}
      </button>
    </section>
  );
};
