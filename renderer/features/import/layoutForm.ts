import type { Output } from '../../../app/contract/table.ts';
import { type CsvLayout, csvLayoutSchema } from '../../../app/formats/csv/layout.ts';

export type TableInspection = NonNullable<Output<'inspectTable'>>;

export const uses = ['ignore', 'lead', 's', 'ms', 'us', 'clock'] as const;
export type Use = (typeof uses)[number];

export interface SeriesChoice {
  readonly place: number;
  readonly use: Use;
  /** Of a lead; kept while another use is tried. */
  readonly name: string;
}

/** What a person has said so far; a number that is being typed may be NaN. */
export interface LayoutForm {
  readonly sampleRateHz: number | null;
  readonly unit: CsvLayout['unit'] | null;
  readonly countsPerMv: number | null;
  readonly series: readonly SeriesChoice[];
}

export type Missing = 'rate' | 'unit' | 'gain' | 'leads' | 'names';

export const formOf = ({ draft, seriesCount }: TableInspection): LayoutForm => ({
  sampleRateHz: draft.sampleRateHz,
  unit: draft.unit,
  countsPerMv: draft.countsPerMv,
  series: Array.from({ length: seriesCount }, (_, i) => {
    const known = draft.series.find(({ place }) => place === i + 1);
    if (known === undefined) return { place: i + 1, use: 'ignore', name: '' };
    return known.use === 'time'
      ? { place: i + 1, use: known.unit, name: '' }
      : { place: i + 1, use: 'lead', name: known.name };
  }),
});

const isGiven = (value: number | null): boolean => value !== null && Number.isFinite(value) && value > 0;

/** What is still to be said, in the order in which it is asked. */
export const missingIn = ({ sampleRateHz, unit, countsPerMv, series }: LayoutForm): readonly Missing[] => {
  const leads = series.filter(({ use }) => use === 'lead');
  const names = leads.map(({ name }) => name.trim().toLowerCase());
  const hasTime = series.some(({ use }) => use !== 'lead' && use !== 'ignore');
  return [
    ...(isGiven(sampleRateHz) || (sampleRateHz === null && hasTime) ? [] : (['rate'] as const)),
    ...(unit === null ? (['unit'] as const) : []),
    ...(unit === 'counts' && !isGiven(countsPerMv) ? (['gain'] as const) : []),
    ...(leads.length === 0 ? (['leads'] as const) : []),
    ...(names.includes('') || new Set(names).size < names.length ? (['names'] as const) : []),
  ];
};

/** The layout that the form says; null while something is missing. */
export const layoutOf = ({ draft }: TableInspection, form: LayoutForm): CsvLayout | null => {
  if (missingIn(form).length > 0) return null;
  const series = form.series.flatMap(({ place, use, name }): CsvLayout['series'] => {
    if (use === 'ignore') return [];
    return use === 'lead' ? [{ place, use, name }] : [{ place, use: 'time', unit: use }];
  });
  const { sampleRateHz, unit, countsPerMv } = form;
  const layout = { ...draft, sampleRateHz, unit, countsPerMv: unit === 'counts' ? countsPerMv : null, series };
  return csvLayoutSchema.safeParse(layout).data ?? null;
};
