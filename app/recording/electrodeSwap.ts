import { accept, type Result } from '../result.ts';
import { findLead, type Lead, type Recording } from './recording.ts';

/** Where the electrode of each cable RA, LA, LL sits; the fourth cable, RL, has the site that is left. */
type Sites = readonly [ra: Site, la: Site, ll: Site];
type Site = 'RA' | 'LA' | 'LL' | 'RL';

/** Swaps of the limb cables by name; `RA>LA>LL`: the RA cable on the left arm, LA on the left leg, LL on the right arm. */
export const limbSwaps = {
  'RA/LA': ['LA', 'RA', 'LL'],
  'RA/LL': ['LL', 'LA', 'RA'],
  'LA/LL': ['RA', 'LL', 'LA'],
  'RA>LA>LL': ['LA', 'LL', 'RA'],
  'RA>LL>LA': ['LL', 'RA', 'LA'],
  'RA/RL': ['RL', 'LA', 'LL'],
  'LA/RL': ['RA', 'RL', 'LL'],
  'RA/RL LA/LL': ['RL', 'LL', 'LA'],
} as const satisfies Record<string, Sites>;

/** Swaps of the chest cables: whose place V1 ... V6 have. */
export const chestSwaps = {
  'V1/V2': [1, 0, 2, 3, 4, 5],
  'V2/V3': [0, 2, 1, 3, 4, 5],
  'V3/V4': [0, 1, 3, 2, 4, 5],
  'V4/V5': [0, 1, 2, 4, 3, 5],
  'V5/V6': [0, 1, 2, 3, 5, 4],
  'V1/V3': [2, 1, 0, 3, 4, 5],
  'V1-V6 reversed': [5, 4, 3, 2, 1, 0],
} as const satisfies Record<string, readonly number[]>;

export type LimbSwap = keyof typeof limbSwaps;
export type ChestSwap = keyof typeof chestSwaps;
export type ElectrodeSwap = LimbSwap | ChestSwap;

export const electrodeSwaps = [...Object.keys(limbSwaps), ...Object.keys(chestSwaps)] as [
  ElectrodeSwap,
  ...ElectrodeSwap[],
];

export const isLimbSwap = (swap: ElectrodeSwap): swap is LimbSwap => swap in limbSwaps;

/** A swap with the right leg loses what one electrode saw: no computation brings it back. */
export const losesALead = (swap: ElectrodeSwap): boolean =>
  isLimbSwap(swap) && limbSwaps[swap].some((site) => site === 'RL');

/** What is worked on: leads by name, all of one length. */
export type LeadSet = Readonly<Record<'I' | 'II' | (typeof chestLeads)[number], Float32Array>>;
export const chestLeads = ['V1', 'V2', 'V3', 'V4', 'V5', 'V6'] as const;

/**
 * Leads as they would have been recorded with limb electrodes on other sites. Potentials are taken against RA; both legs have
 * one potential. The chest leads move with the mean of RA, LA and LL, which changes only where RL takes part.
 */
const throughSites = (leads: LeadSet, sites: Sites): LeadSet => {
  const n = leads.I.length;
  const [one, two] = [new Float32Array(n), new Float32Array(n)];
  const shift = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const potential = (site: Site): number => (site === 'RA' ? 0 : site === 'LA' ? leads.I[i]! : leads.II[i]!);
    const [ra, la, ll] = [potential(sites[0]), potential(sites[1]), potential(sites[2])];
    one[i] = la - ra;
    two[i] = ll - ra;
    shift[i] = (leads.I[i]! + leads.II[i]! - ra - la - ll) / 3;
  }
  const moved = sites.includes('RL');
  const chest = chestLeads.map((name) => [name, moved ? leads[name].map((mv, i) => mv + shift[i]!) : leads[name]]);
  return { ...leads, ...Object.fromEntries(chest), I: one, II: two };
};

const order: readonly Site[] = ['RA', 'LA', 'LL'];
const inverseSites = (sites: Sites): Sites => {
  const back = (site: Site): Site => order[sites.indexOf(site)] ?? 'RL';
  return [back('RA'), back('LA'), back('LL')];
};

const throughPlaces = (leads: LeadSet, places: readonly number[]): LeadSet => ({
  ...leads,
  ...Object.fromEntries(chestLeads.map((name, k) => [name, leads[chestLeads[places[k]!]!]])),
});

/** The leads with these cables swapped: what the recorder would have seen. */
export const swapElectrodes = (leads: LeadSet, swap: ElectrodeSwap): LeadSet =>
  isLimbSwap(swap) ? throughSites(leads, limbSwaps[swap]) : throughPlaces(leads, chestSwaps[swap]);

/** The leads with the swap taken back; null where it lost a lead. */
export const unswapElectrodes = (leads: LeadSet, swap: ElectrodeSwap): LeadSet | null => {
  if (losesALead(swap)) return null;
  if (isLimbSwap(swap)) return throughSites(leads, inverseSites(limbSwaps[swap]));
  const places: readonly number[] = chestSwaps[swap];
  return throughPlaces(
    leads,
    places.map((_, k) => places.indexOf(k)),
  );
};

/** The eight leads that the electrodes give independently; null where the recording lacks one. */
export const leadSetOf = (recording: Pick<Recording, 'leads'>): LeadSet | null => {
  const found = (['I', 'II', ...chestLeads] as const).map(
    (name) => [name, findLead(recording, name)?.samplesMv] as const,
  );
  if (found.some(([, samples]) => samples === undefined)) return null;
  return Object.fromEntries(found) as LeadSet;
};

/** III, aVR, aVL and aVF from I and II. */
const limbWeights: Readonly<Record<string, readonly [ofI: number, ofII: number]>> = {
  III: [-1, 1],
  aVR: [-0.5, -0.5],
  aVL: [1, -0.5],
  aVF: [-0.5, 1],
};

/** A recording with its leads from a set; the other limb leads anew from I and II, leads of other names as they are. */
export const withLeadSet = (recording: Recording, set: LeadSet): Recording => {
  const replaced = (lead: Lead): Lead => {
    const weights = limbWeights[lead.name];
    if (weights !== undefined)
      return { ...lead, samplesMv: set.I.map((mv, i) => weights[0] * mv + weights[1] * set.II[i]!), derived: true };
    return lead.name in set ? { ...lead, samplesMv: set[lead.name as keyof LeadSet] } : lead;
  };
  return { ...recording, leads: recording.leads.map(replaced) };
};

/**
 * The what-if recording: the cables put back where a suspected swap says they were taken from, limb leads computed anew, with a
 * note that says so. Refused where leads are missing or the swap lost one. Never applied by the program itself.
 */
export const remapLeads = (recording: Recording, swap: ElectrodeSwap): Result<Recording> => {
  const refuse = (message: string): Result<Recording> => ({
    ok: false,
    error: { code: 'unsupported', message, file: null },
  });
  const leads = leadSetOf(recording);
  if (leads === null) return refuse('Leads can only be put back in a recording with I, II and V1 to V6.');
  const back = unswapElectrodes(leads, swap);
  if (back === null)
    return refuse(
      `With ${swap} swapped a lead between the legs is flat: what the right arm or left arm saw is lost. Record again.`,
    );
  const note = {
    code: 'leads-remapped',
    text: `Shown as if ${swap} had been swapped and put back; not the recording as it was made.`,
  };
  return accept({ ...withLeadSet(recording, back), notes: [...recording.notes, note] });
};
