import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Output } from '../../../app/contract/table.ts';
import { standardLeads } from '../../../app/recording/recording.ts';
import { isWarning } from '../../../app/report/notes.ts';
import { client } from '../../platform/client.ts';
import { selectRecording, useViewer } from '../../state/viewer.ts';
import { texts } from '../../texts.ts';
import {
  formOf,
  type LayoutForm,
  layoutOf,
  missingIn,
  type SeriesChoice,
  type TableInspection,
  type Use,
  uses,
} from './layoutForm.ts';
import { TracePreview } from './TracePreview.tsx';

const words = texts.table;
type Preview = Output<'previewTable'>;

const Labelled = (props: { readonly label: string; readonly children: (id: string) => ReactNode }) => {
  const id = useId();
  return (
    <div className="table-field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
    </div>
  );
};

const FirstRows = ({ inspection }: { readonly inspection: TableInspection }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be in reach of the keyboard
  <section className="table-rows" tabIndex={0} aria-label={words.firstRows}>
    <table className="figure">
      <tbody>
        {inspection.preview.map((row, line) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the rows of a file never change
          <tr key={line} className={line < inspection.draft.headingRows ? 'muted' : undefined}>
            {row.map((cell, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: neither do its cells
              <td key={place}>{cell}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </section>
);

const SeriesRow = (props: {
  readonly what: string;
  readonly choice: SeriesChoice;
  readonly namesId: string;
  readonly onChange: (choice: SeriesChoice) => void;
}) => {
  const { what, choice, onChange } = props;
  return (
    <li>
      <span className="figure">{what}</span>
      <select
        aria-label={words.useOf(what)}
        value={choice.use}
        onChange={(event) => {
          const use = uses.find((one) => one === event.target.value);
          if (use !== undefined) onChange({ ...choice, use });
        }}
      >
        {uses.map((use: Use) => (
          <option key={use} value={use}>
            {words.uses[use]}
          </option>
        ))}
      </select>
      {choice.use === 'lead' && (
        <input
          aria-label={words.leadName(what)}
          list={props.namesId}
          value={choice.name}
          maxLength={40}
          onChange={(event) => onChange({ ...choice, name: event.target.value })}
        />
      )}
    </li>
  );
};

/** What the layout gives, drawn: null while nothing can be drawn, a sentence where it cannot be read. */
const usePreview = (recordingId: number, inspection: TableInspection, form: LayoutForm): Preview | string | null => {
  const [preview, setPreview] = useState<Preview | string | null>(null);
  useEffect(() => {
    const layout = layoutOf(inspection, form);
    if (layout === null) return setPreview(null);
    let current = true;
    const waiting = setTimeout(async () => {
      const answer = await client.previewTable({ recordingId, layout });
      if (current) setPreview(answer.ok ? answer.value : answer.error.message);
    }, 200);
    return () => {
      current = false;
      clearTimeout(waiting);
    };
  }, [recordingId, inspection, form]);
  return preview;
};

const Drawn = ({ preview }: { readonly preview: Preview }) => {
  const [chosen, setChosen] = useState<string | null>(null);
  const lead = preview.leads.find(({ name }) => name === chosen) ?? preview.leads[0];
  if (lead === undefined) return null;
  return (
    <>
      <Labelled label={words.previewLead}>
        {(id) => (
          <select id={id} value={lead.name} onChange={(event) => setChosen(event.target.value)}>
            {preview.leads.map(({ name }) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
      </Labelled>
      <TracePreview lead={lead} sampleRateHz={preview.sampleRateHz} />
      {preview.notes.filter(isWarning).map(({ code, text }) => (
        <p key={code} className="table-warning">
          <span aria-hidden="true">▲</span> {text}
        </p>
      ))}
    </>
  );
};

const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text.replace(',', '.')));
const shownNumber = (value: number | null): string => (value === null || Number.isNaN(value) ? '' : String(value));

/** Asks how a table is laid out, shows what comes of the answers, and reads it. */
export const TableDialog = (props: {
  readonly recordingId: number;
  readonly record: string;
  readonly inspection: TableInspection;
  readonly onClose: () => void;
}) => {
  const { recordingId, inspection, onClose } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [form, setForm] = useState<LayoutForm>(() => formOf(inspection));
  const [state, setState] = useState<{ readonly reading: boolean; readonly error: string | null }>({
    reading: false,
    error: null,
  });
  const titleId = useId();
  const namesId = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const preview = usePreview(recordingId, inspection, form);
  const missing = missingIn(form);
  const layout = layoutOf(inspection, form);
  const canRead = layout !== null && preview !== null && typeof preview !== 'string' && !state.reading;
  const change = (part: Partial<LayoutForm>) => setForm((before) => ({ ...before, ...part }));
  const hasTime = form.series.some(({ use }) => use !== 'lead' && use !== 'ignore');

  const read = async (): Promise<void> => {
    if (!canRead) return;
    setState({ reading: true, error: null });
    const answer = await client.readTable({ recordingId, layout });
    if (!answer.ok) return setState({ reading: false, error: answer.error.message });
    onClose();
    // The recording is the one that is chosen already: chosen again, it is opened anew.
    useViewer.setState({ selectedId: null });
    selectRecording(answer.value.recordingId, 'reader');
  };

  return (
    <dialog
      ref={dialog}
      className="table-dialog"
      aria-labelledby={titleId}
      onClose={onClose}
      onKeyDown={(event) => event.stopPropagation()}
    >
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void read();
        }}
      >
        <h2 id={titleId}>{words.title(props.record)}</h2>
        <FirstRows inspection={inspection} />
        <div className="table-answers">
          <Labelled label={words.rate}>
            {(id) => (
              <input
                id={id}
                className="figure"
                inputMode="decimal"
                defaultValue={shownNumber(form.sampleRateHz)}
                placeholder={hasTime ? words.rateFromTime : undefined}
                onChange={(event) => change({ sampleRateHz: numberOf(event.target.value) })}
              />
            )}
          </Labelled>
          <Labelled label={words.unit}>
            {(id) => (
              <select
                id={id}
                value={form.unit ?? ''}
                onChange={(event) => {
                  const unit = (['mV', 'uV', 'counts'] as const).find((one) => one === event.target.value);
                  change({ unit: unit ?? null });
                }}
              >
                <option value="">{words.unitUnknown}</option>
                {(['mV', 'uV', 'counts'] as const).map((unit) => (
                  <option key={unit} value={unit}>
                    {words.units[unit]}
                  </option>
                ))}
              </select>
            )}
          </Labelled>
          {form.unit === 'counts' && (
            <Labelled label={words.countsPerMv}>
              {(id) => (
                <input
                  id={id}
                  className="figure"
                  inputMode="decimal"
                  defaultValue={shownNumber(form.countsPerMv)}
                  onChange={(event) => change({ countsPerMv: numberOf(event.target.value) })}
                />
              )}
            </Labelled>
          )}
        </div>
        <fieldset className="table-series">
          <legend>{inspection.draft.leadsInRows ? words.rows : words.columns}</legend>
          <datalist id={namesId}>
            {standardLeads.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <ul>
            {form.series.map((choice) => (
              <SeriesRow
                key={choice.place}
                what={inspection.draft.leadsInRows ? words.row(choice.place) : words.column(choice.place)}
                choice={choice}
                namesId={namesId}
                onChange={(next) =>
                  change({ series: form.series.map((one) => (one.place === next.place ? next : one)) })
                }
              />
            ))}
          </ul>
        </fieldset>
        <section aria-label={words.preview} aria-live="polite" className="table-preview">
          {missing.map((one) => (
            <p key={one}>{words.missing[one]}</p>
          ))}
          {typeof preview === 'string' && <p className="table-warning">{preview}</p>}
          {preview !== null && typeof preview !== 'string' && <Drawn preview={preview} />}
          {state.error !== null && <p className="table-warning">{state.error}</p>}
        </section>
        <div className="table-buttons">
          <button type="button" onClick={() => dialog.current?.close()}>
            {words.cancel}
          </button>
          <button type="submit" aria-disabled={!canRead}>
            {state.reading ? words.reading : words.read}
          </button>
        </div>
      </form>
    </dialog>
  );
};
