import { encodeCsv } from '../formats/csv/write.ts';
import type { NamedBytes } from '../formats/format.ts';
import type { Recording } from '../recording/recording.ts';
import { encodeSynthetic } from './files.ts';
import { restingNoise, type SynthSpec, synthSpec } from './spec.ts';
import { synthesise } from './synthesise.ts';
import { encodeTruth } from './truth.ts';

/** Independent leads, in the order of the CSV files; the others follow from I and II. */
const independentLeads = ['I', 'II', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];

type Kind = Partial<SynthSpec>;

const noisy: Kind['noise'] = { baselineMv: 0.16, muscleMv: 0.045, mainsMv: 0.03, mainsHz: 50, motionMv: 0 };
const off = (
  electrode: SynthSpec['electrodesOff'][number]['electrode'],
  shows: 'flat' | 'rail' = 'flat',
  fromS = 0,
): SynthSpec['electrodesOff'][number] => ({ electrode, shows, fromS, toS: null });

interface DemoEntry {
  readonly title: string;
  readonly first: Kind;
  readonly second: Kind;
  /** Age and sex of the two, as in F34. */
  readonly people: readonly [string, string];
}

const entries: readonly DemoEntry[] = [
  { title: 'sinus', first: { heartRateBpm: 66 }, second: { heartRateBpm: 78 }, people: ['F34', 'M58'] },
  {
    title: 'atrial-fibrillation',
    first: { rhythm: 'atrial-fibrillation', heartRateBpm: 88 },
    second: { rhythm: 'atrial-fibrillation', heartRateBpm: 104 },
    people: ['M74', 'F81'],
  },
  {
    title: 'ventricular-bigeminy',
    first: { rhythm: 'ventricular-bigeminy', heartRateBpm: 76 },
    second: { rhythm: 'ventricular-bigeminy', heartRateBpm: 70 },
    people: ['F47', 'M39'],
  },
  {
    title: 'rbbb',
    first: { morphology: 'rbbb', heartRateBpm: 70 },
    second: { morphology: 'rbbb', heartRateBpm: 62 },
    people: ['M63', 'F70'],
  },
  {
    title: 'lbbb',
    first: { morphology: 'lbbb', heartRateBpm: 72 },
    second: { morphology: 'lbbb', heartRateBpm: 80 },
    people: ['F69', 'M76'],
  },
  {
    title: 'inferior-st-elevation',
    first: { morphology: 'inferior-st-elevation', heartRateBpm: 74 },
    second: { morphology: 'inferior-st-elevation', heartRateBpm: 60 },
    people: ['M59', 'F66'],
  },
  {
    title: 'paced',
    first: { rhythm: 'ventricular-paced', heartRateBpm: 68 },
    second: { rhythm: 'ventricular-paced', heartRateBpm: 74 },
    people: ['M79', 'F84'],
  },
  {
    title: 'noisy',
    first: { heartRateBpm: 72, noise: noisy },
    second: { heartRateBpm: 84, noise: { ...noisy, mainsHz: 60, mainsMv: 0.05 } },
    people: ['F52', 'M45'],
  },
  {
    title: 'lead-off',
    first: { electrodesOff: [off('LA'), off('V4')] },
    second: { heartRateBpm: 72, electrodesOff: [off('V3', 'rail', 4), off('V6')] },
    people: ['M41', 'F29'],
  },
];

const specOf = (number: number, kind: Kind, person: string, sampleRateHz: number): SynthSpec =>
  synthSpec({
    seed: 1000 + number,
    sampleRateHz,
    noise: restingNoise,
    ...kind,
    patient: {
      id: `SYNTHETIC-${String(number).padStart(2, '0')}`,
      ageYears: Number(person.slice(1)),
      sex: person.startsWith('F') ? 'F' : 'M',
    },
  });

const withLeads = (recording: Recording, names: readonly string[]): Recording => ({
  ...recording,
  leads: recording.leads.filter((lead) => names.includes(lead.name)),
});

const text = (content: string): Uint8Array => new TextEncoder().encode(content);

const readme = `# Synthetic recordings

Every file here is **synthetic**: computed by the synthetic heart in \`app/synth\` from a seed. None comes from a person.

Made by \`node scripts/makeDemo.ts\`; running it again gives the same bytes, and a test holds the files to it.

- \`synthetic-01\` to \`-09\`: WFDB, 12 leads, 500 Hz, 10 s; the header carries the spec that they were made from.
- \`csv/synthetic-11\` to \`-19\`: CSV, leads I, II, V1-V6, 250 Hz, 10 s; other seeds, ages and sexes.
- \`<name>.truth.json\`: what is exactly known about each: beats with onset, peak and offset of P, QRS and T, rhythm, pacing spikes, noise, seed.
`;

/** All files of resources/demo: path inside of it, with `/`, and bytes. */
export const demoFiles = (): NamedBytes[] => {
  const files: NamedBytes[] = [{ name: 'README.md', bytes: text(readme) }];
  entries.forEach(({ title, first, second, people }, i) => {
    const add = (
      folder: string,
      name: string,
      spec: SynthSpec,
      encode: (recording: Recording) => readonly NamedBytes[],
    ) => {
      const { recording, truth } = synthesise(spec);
      for (const file of encode(recording)) files.push({ ...file, name: folder + file.name });
      files.push({ name: `${folder}${name}.truth.json`, bytes: text(encodeTruth(truth)) });
    };
    const one = `synthetic-0${i + 1}-${title}`;
    const spec = specOf(i + 1, first, people[0], 500);
    add('', one, spec, (recording) => encodeSynthetic(recording, spec, one));
    const two = `synthetic-1${i + 1}-${title}`;
    add('csv/', two, specOf(i + 11, second, people[1], 250), (recording) => [
      encodeCsv(withLeads(recording, independentLeads), two),
    ]);
  });
  return files;
};
