export interface EdfTestSignal {
  readonly label: string;
  readonly unit?: string;
  readonly range?: readonly [
    physicalMin: number | string,
    physicalMax: number | string,
    digitalMin: number | string,
    digitalMax: number | string,
  ];
  readonly filtering?: string;
  /** One list a data record. */
  readonly records: readonly (readonly number[])[];
}

export interface EdfTestFile {
  readonly kind?: '' | 'EDF+C' | 'EDF+D';
  readonly patient?: string;
  readonly recording?: string;
  readonly date?: string;
  readonly time?: string;
  readonly recordS?: number | string;
  readonly recordCount?: number | string;
  readonly signals: readonly EdfTestSignal[];
  /** Time-stamped lists of each data record, in EDF+'s own characters; makes an annotation signal. */
  readonly lists?: readonly string[];
}

const field = (value: string | number, width: number): string => String(value).padEnd(width).slice(0, width);

/** An EDF or EDF+ file made field by field. */
export const edfBytes = (file: EdfTestFile): Uint8Array => {
  const listBytes =
    file.lists === undefined ? 0 : Math.max(...file.lists.map((list) => list.length + (list.length % 2)), 2);
  const annotations: EdfTestSignal[] =
    file.lists === undefined
      ? []
      : [
          {
            label: 'EDF Annotations',
            unit: '',
            range: [-1, 1, -32768, 32767],
            records: file.lists.map((list) => {
              const bytes = new Uint8Array(listBytes);
              bytes.set(new TextEncoder().encode(list));
              return Array.from({ length: listBytes / 2 }, (_, i) => bytes[2 * i]! | (bytes[2 * i + 1]! << 8));
            }),
          },
        ];
  const signals = [...file.signals, ...annotations];
  const records = signals[0]?.records.length ?? 0;
  const each = (width: number, of: (signal: EdfTestSignal) => string | number) =>
    signals.map((signal) => field(of(signal), width)).join('');
  const limit = (place: number) => (signal: EdfTestSignal) =>
    (signal.range ?? [-3276.8, 3276.7, -32768, 32767])[place]!;
  const header = [
    field('0', 8),
    field(file.patient ?? 'X X X X', 80),
    field(file.recording ?? 'Startdate X X X X', 80),
    field(file.date ?? '01.01.85', 8),
    field(file.time ?? '00.00.00', 8),
    field(256 * (signals.length + 1), 8),
    field(file.kind ?? 'EDF+C', 44),
    field(file.recordCount ?? records, 8),
    field(file.recordS ?? 1, 8),
    field(signals.length, 4),
    each(16, ({ label }) => label),
    each(80, () => ''),
    each(8, ({ unit }) => unit ?? 'uV'),
    ...[0, 1, 2, 3].map((place) => each(8, limit(place))),
    each(80, ({ filtering }) => filtering ?? ''),
    each(8, (signal) => signal.records[0]?.length ?? 0),
    each(32, () => ''),
  ].join('');
  const values: number[] = [];
  for (let record = 0; record < records; record += 1)
    for (const signal of signals) values.push(...signal.records[record]!);
  const bytes = new Uint8Array(header.length + 2 * values.length);
  bytes.set(Uint8Array.from(header, (char) => char.charCodeAt(0)));
  const view = new DataView(bytes.buffer);
  for (const [i, value] of values.entries()) view.setInt16(header.length + 2 * i, value, true);
  return bytes;
};
