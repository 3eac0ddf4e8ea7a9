import type { NamedBytes } from '../formats/format.ts';
import { type ParityFormula, paritySignal } from '../models/fixtures.ts';
import type { FileBundle } from '../ports.ts';
import { standardLeads } from '../recording/recording.ts';

/** A heart-like signal of 75 beats a minute in twelve leads at 100 Hz, consistent with Einthoven's law. */
const heart = (lengthSamples: number): ParityFormula => ({
  periodSamples: 80,
  lengthSamples,
  waves: [
    { centreS: 0.2, widthS: 0.022, amplitudeMv: limbAndChest(0.08, 0.12, [0.05, 0.06, 0.06, 0.06, 0.05, 0.05]) },
    { centreS: 0.36, widthS: 0.012, amplitudeMv: limbAndChest(0.7, 1.1, [0.2, 0.5, 0.9, 1.3, 1.2, 0.9]) },
    { centreS: 0.395, widthS: 0.014, amplitudeMv: limbAndChest(-0.1, -0.2, [-0.9, -1.2, -0.8, -0.4, -0.2, -0.1]) },
    { centreS: 0.62, widthS: 0.05, amplitudeMv: limbAndChest(0.2, 0.3, [-0.05, 0.3, 0.4, 0.4, 0.3, 0.25]) },
  ],
  sines: [
    { frequencyHz: 0.33, phaseRad: 0.4, amplitudeMv: limbAndChest(0.03, 0.05, [0.03, 0.04, 0.02, 0.05, 0.03, 0.04]) },
  ],
});

const limbAndChest = (i: number, ii: number, chest: readonly number[]): number[] => [
  i,
  ii,
  ii - i,
  -(i + ii) / 2,
  i - ii / 2,
  ii - i / 2,
  ...chest,
];

/** A WFDB record at 100 Hz in format 16, header and signal file. */
export const heartFiles = (name: string, lengthS = 10, comments = '# Age: 50 Sex: M'): readonly NamedBytes[] => {
  const count = Math.round(lengthS * 100);
  const leads = paritySignal(heart(count));
  const samples = new Int16Array(count * leads.length);
  for (const [lead, values] of leads.entries())
    for (const [t, value] of values.entries()) samples[t * leads.length + lead] = Math.round(value * 1000);
  const checksum = (lead: number) =>
    new Int16Array([samples.reduce((sum, value, i) => (i % leads.length === lead ? sum + value : sum), 0)])[0];
  const lines = [
    `${name} ${leads.length} 100 ${count}`,
    ...standardLeads.map((lead, i) => `${name}.dat 16 1000(0)/mV 16 0 ${samples[i]} ${checksum(i)} 0 ${lead}`),
    comments,
    '',
  ];
  return [
    { name: `${name}.hea`, bytes: new TextEncoder().encode(lines.join('\n')) },
    { name: `${name}.dat`, bytes: new Uint8Array(samples.buffer) },
  ];
};

export const heartBundle = (name: string, lengthS?: number, comments?: string): FileBundle => ({
  path: `somewhere/${name}.hea`,
  files: heartFiles(name, lengthS, comments),
  sha256: 'a'.repeat(64),
});
